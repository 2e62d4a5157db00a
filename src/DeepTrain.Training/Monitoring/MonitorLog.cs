using System.Collections;

namespace DeepTrain;

/// <summary>What a fit with <see cref="FitOptions.Monitor"/> saw of the layers, look by look.</summary>
public sealed class MonitorLog : IReadOnlyList<MonitorRecord>
{
    /// <summary>More looks are thinned out: every other one goes.</summary>
    public const int MostRecords = 128;

    private readonly List<MonitorRecord> _records = [];

    internal MonitorLog()
    {
    }

    /// <inheritdoc/>
    public int Count => _records.Count;

    /// <inheritdoc/>
    public MonitorRecord this[int index] => _records[index];

    /// <summary>What is worth a word: units that let nothing through, and why that may be.</summary>
    public IReadOnlyList<MonitorNote> Notes => [.. MonitorNote.Of(this)];

    /// <inheritdoc/>
    public IEnumerator<MonitorRecord> GetEnumerator() => _records.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _records.GetEnumerator();

    /// <summary>Which of the looks there might be are kept: every so many-th.</summary>
    internal int Stride { get; private set; } = 1;

    internal void Add(MonitorRecord record)
    {
        _records.Add(record);
        if (_records.Count <= MostRecords)
            return;
        for (int next = _records.Count - 1; next > 0; next--)
        {
            if (next % 2 == 1)
                _records.RemoveAt(next);
        }
        Stride *= 2;
    }

    internal void Restore(IEnumerable<MonitorRecord> records, int stride)
    {
        _records.Clear();
        _records.AddRange(records);
        Stride = stride;
    }
}
