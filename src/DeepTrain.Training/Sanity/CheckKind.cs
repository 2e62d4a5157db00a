namespace DeepTrain;

/// <summary>The checks of <see cref="Sanity"/>.</summary>
public enum CheckKind
{
    /// <summary>No column of inputs or targets is suspicious: <see cref="Dataset.Describe"/>.</summary>
    Inputs,

    /// <summary>The loss before training is that which the compiler's prediction of the outputs leads to.</summary>
    InitialLoss,

    /// <summary>L1 and L2 raise the loss, and do not outweigh it.</summary>
    Regularization,

    /// <summary>Gradients agree with differences of the loss.</summary>
    Gradients,

    /// <summary>A few rows are learnt by heart.</summary>
    TinySet,

    /// <summary>Activations have the standard deviations that the compiler predicts.</summary>
    Signal,

    /// <summary>Few units let nothing through for any row.</summary>
    DeadUnits,

    /// <summary>Few outputs of Tanh and Sigmoid are at the ends of their range.</summary>
    SaturatedUnits,

    /// <summary>Batches have enough rows for batch norm.</summary>
    BatchSize,

    /// <summary>There are enough rows for so many parameters.</summary>
    Parameters,

    /// <summary>What who knows nothing of the inputs would reach.</summary>
    Baseline,

    /// <summary>Classes have about as many rows each.</summary>
    Classes,
}
