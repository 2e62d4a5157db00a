namespace DeepTrain;

/// <summary>
/// An exponential moving average of all parameters, moving averages of batch norm included, which is what is measured and
/// what the network has at the end; training goes on with the weights themselves.
/// </summary>
public sealed record WeightAveraging
{
    /// <summary>
    /// What is kept of the average at an update, from 0 and below 1. In the first updates less is kept,
    /// <c>(1 + n) / (10 + n)</c>, as the average would be that of initial weights.
    /// </summary>
    public float Decay { get; init; } = 0.999f;

    /// <summary>Updates between two averagings, at least 1.</summary>
    public int Every { get; init; } = 1;
}
