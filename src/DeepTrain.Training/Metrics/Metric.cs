namespace DeepTrain;

/// <summary>A number that says how well outputs agree with targets; see <see cref="Metrics"/>.</summary>
public abstract class Metric
{
    /// <summary>What it is called in history, logs and progress.</summary>
    public abstract string Name { get; }

    /// <summary>Whether a higher value is a better one.</summary>
    public abstract bool HigherIsBetter { get; }

    /// <summary>
    /// Says why this metric does not suit a network and its rows; null if it does.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The rows.</param>
    public virtual string? Misfit(INetwork network, Dataset data) => null;

    /// <summary>Starts a measurement.</summary>
    /// <param name="outputSize">Numbers in an output row.</param>
    public abstract MetricSum Begin(int outputSize);
}

/// <summary>A measurement of a metric, batch by batch.</summary>
public abstract class MetricSum
{
    /// <summary>Forgets all rows.</summary>
    public abstract void Reset();

    /// <summary>Adds rows. Nothing is allocated, where that is possible at all.</summary>
    /// <param name="outputs">What the network predicts: for the cross-entropies, probabilities.</param>
    /// <param name="targets">As many targets; empty where rows have labels.</param>
    /// <param name="labels">A label a row; empty where rows have targets.</param>
    public abstract void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<int> labels);

    /// <summary>The metric of all rows so far; NaN where it is undefined.</summary>
    public abstract double Value { get; }
}
