namespace DeepTrain.Benchmarks.Predictor;

/// <summary>A declaration to be compiled and trained, and what is measured of it.</summary>
internal interface ITrial
{
    string ClassName { get; }

    /// <summary>The declaration of one class.</summary>
    string Source { get; }

    /// <summary>What the initial weights and all else that is random come from.</summary>
    int Seed { get; }

    /// <summary>All that the outcome depends on, but for the emitted code.</summary>
    string Key { get; }

    /// <summary>Trains the network; NaN if the loss became none.</summary>
    double Run(INetwork network);
}
