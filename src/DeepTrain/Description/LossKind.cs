namespace DeepTrain;

/// <summary>The losses there are, for code that works with any network: what targets mean and which metrics apply.</summary>
public enum LossKind
{
    /// <summary>The mean of <c>(y - t)^2</c>: see <see cref="MeanSquaredErrorAttribute"/>.</summary>
    MeanSquaredError,

    /// <summary>The mean of <c>|y - t|</c>: see <see cref="MeanAbsoluteErrorAttribute"/>.</summary>
    MeanAbsoluteError,

    /// <summary>A square that goes on as a line: see <see cref="HuberAttribute"/>.</summary>
    Huber,

    /// <summary>Targets are probabilities of their own, outputs logits: see <see cref="BinaryCrossEntropyAttribute"/>.</summary>
    BinaryCrossEntropy,

    /// <summary>Targets are distributions or labels, outputs logits: see <see cref="SoftmaxCrossEntropyAttribute"/>.</summary>
    SoftmaxCrossEntropy,
}
