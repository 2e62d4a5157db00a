namespace DeepTrain;

/// <summary>Ends a fit that does not get better any more.</summary>
public sealed record EarlyStopping
{
    /// <summary>Epochs without an improvement after which the fit ends, at least 1.</summary>
    public int Patience { get; init; } = 10;

    /// <summary>By how much a value has to be better than the best one to be an improvement, from 0.</summary>
    public double MinDelta { get; init; }

    /// <summary>
    /// What is watched: one of <see cref="FitOptions.Metrics"/>; null for the validation loss, or without validation rows
    /// the training loss. NaN is never an improvement.
    /// </summary>
    public Metric? Metric { get; init; }
}
