namespace DeepTrain;

/// <summary>The mean of <c>(y - t)^2</c> over rows and outputs.</summary>
public sealed class MeanSquaredErrorAttribute : LossAttribute;

/// <summary>The mean of <c>|y - t|</c> over rows and outputs; its derivative at 0 is 0.</summary>
public sealed class MeanAbsoluteErrorAttribute : LossAttribute;

/// <summary>
/// The mean over rows and outputs of <c>d^2 / 2</c> where <c>|d| &lt;= delta</c> and <c>delta * (|d| - delta / 2)</c>
/// elsewhere, d = y - t (Huber 1964).
/// </summary>
public sealed class HuberAttribute : LossAttribute
{
    /// <summary>The Huber loss.</summary>
    /// <param name="delta">Where the square becomes a line, above 0; a <c>float</c> as in <c>0.5f</c>.</param>
    public HuberAttribute(float delta = 1f) => _ = delta;
}

/// <summary>
/// The mean over rows and outputs of <c>-t log p - (1 - t) log(1 - p)</c> with <c>p = sigmoid(y)</c>: the network's last
/// layer gives logits, <c>Predict</c> gives probabilities.
/// </summary>
public sealed class BinaryCrossEntropyAttribute : LossAttribute;

/// <summary>
/// The mean over rows of <c>-sum t log p</c> with <c>p = softmax(y)</c>: the network's last layer gives logits,
/// <c>Predict</c> gives probabilities.
/// </summary>
public sealed class SoftmaxCrossEntropyAttribute : LossAttribute;
