namespace DeepTrain;

/// <summary>A number that says how well outputs agree with targets; see <see cref="Metrics"/>.</summary>
public abstract class Metric
{
    /// <summary>What it is called in history, logs and progress.</summary>
    public abstract string Name { get; }

    /// <summary>Whether a higher value is a better one.</summary>
    public abstract bool HigherIsBetter { get; }

    /// <summary>Says why this metric does not suit a network and rows, as the rest of a sentence; null if it does.</summary>
    public virtual string? Misfit(NetworkDescription network, Dataset data) => null;

    /// <summary>Starts a measurement.</summary>
    public abstract MetricSum Begin(NetworkDescription network);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>A measurement of a metric, batch by batch.</summary>
public abstract class MetricSum
{
    /// <summary>Forgets all rows.</summary>
    public abstract void Reset();

    /// <summary>Adds rows; it should allocate nothing once it has seen as many.</summary>
    /// <param name="outputs">What the network predicts: for the cross-entropies, probabilities.</param>
    /// <param name="targets">As many targets; empty where rows have labels.</param>
    /// <param name="labels">A label a row; empty where rows have targets.</param>
    public abstract void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<int> labels);

    /// <summary>The metric of all rows so far; NaN where it is undefined.</summary>
    public abstract double Value { get; }
}
