namespace DeepTrain;

/// <summary>Trials of one process, which end with it.</summary>
internal sealed class MemoryTrialStore : ITrialStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, TrialResult> _results = [];
    private readonly HashSet<int> _claimed = [];

    public void Open(IReadOnlyList<KeyValuePair<string, string>> identity)
    {
    }

    public IDisposable? TryClaim(int number)
    {
        lock (_gate)
            return _claimed.Add(number) ? new Claim(this, number) : null;
    }

    public void Publish(TrialResult result)
    {
        lock (_gate)
            _results.Add(result.Number, result);
    }

    public IReadOnlyList<TrialResult> Read()
    {
        lock (_gate)
            return [.. _results.Values];
    }

    public void Dispose()
    {
    }

    private sealed class Claim(MemoryTrialStore store, int number) : IDisposable
    {
        public void Dispose()
        {
            lock (store._gate)
                store._claimed.Remove(number);
        }
    }
}
