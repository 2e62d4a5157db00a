using System.Collections;

namespace DeepTrain;

/// <summary>What was measured in each epoch of a fit, in their order; a resumed fit has those before the interruption
/// too.</summary>
/// <remarks>It grows while the fit runs. An epoch that ended before its time is there with the rows that it had.</remarks>
public sealed class History : IReadOnlyList<EpochRecord>
{
    private readonly List<EpochRecord> _epochs = [];

    internal History(IReadOnlyList<string> metricNames) => MetricNames = metricNames;

    /// <summary>The names of <see cref="EpochRecord.Metrics"/>, in their order.</summary>
    public IReadOnlyList<string> MetricNames { get; }

    /// <summary>
    /// The loss before the first update, in training mode and without penalty, over the first rows of the dataset, 256 or a
    /// batch; NaN before it is measured.
    /// </summary>
    public double InitialLoss { get; internal set; } = double.NaN;

    /// <inheritdoc/>
    public int Count => _epochs.Count;

    /// <inheritdoc/>
    public EpochRecord this[int index] => _epochs[index];

    /// <inheritdoc/>
    public IEnumerator<EpochRecord> GetEnumerator() => _epochs.GetEnumerator();

    /// <summary>A metric's values, epoch by epoch.</summary>
    /// <param name="name">One of <see cref="MetricNames"/>.</param>
    /// <exception cref="ArgumentException">There is no such metric.</exception>
    public IReadOnlyList<double> Metric(string name)
    {
        int index = 0;
        while (index < MetricNames.Count && MetricNames[index] != name)
            index++;
        if (index == MetricNames.Count)
        {
            throw new ArgumentException(
                $"Expected one of the metrics {Runtime.Quoted.Names(MetricNames)}; asked for is {Runtime.Quoted.Value(name)}.",
                nameof(name));
        }
        return [.. _epochs.Select(epoch => epoch.Metrics[index])];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Add(EpochRecord epoch) => _epochs.Add(epoch);

    internal void RemoveLast() => _epochs.RemoveAt(_epochs.Count - 1);
}
