namespace DeepTrain;

/// <summary>Who does which trial, and what came of it: kept by rank 0, for its own workers and for those of all other
/// ranks. All members may be called by several threads at once.</summary>
/// <param name="folder">Where results are kept too; null for memory alone.</param>
internal sealed class TrialDesk(TrialFolder? folder) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, int> _claims = []; // trial to rank
    private readonly List<TrialResult> _results = [];   // as they came
    private readonly HashSet<int> _done = [];
    private IReadOnlyList<KeyValuePair<string, string>>? _identity;

    /// <summary>Begins a search, or goes on with that of the folder.</summary>
    public void Open(IReadOnlyList<KeyValuePair<string, string>> identity)
    {
        // no lock: this process alone writes, and another job in the same folder would do trials twice, with the same
        // results
        folder?.Open(identity, () => null);
        lock (_gate)
        {
            foreach (TrialResult result in folder?.Read() ?? [])
                Add(result);
            _identity = identity;
        }
    }

    /// <summary>What makes it this search and no other; null before it has begun.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Identity
    {
        get
        {
            lock (_gate)
                return _identity;
        }
    }

    /// <summary>Whether the rank has the trial now, which nobody else has, and nobody has done.</summary>
    public bool TryClaim(int number, int rank)
    {
        lock (_gate)
            return !_done.Contains(number) && _claims.TryAdd(number, rank);
    }

    /// <summary>Takes a trial back from a rank that has it; it may have been given up for lost, and another have it
    /// since.</summary>
    public void Release(int number, int rank)
    {
        lock (_gate)
        {
            if (_claims.TryGetValue(number, out int holder) && holder == rank)
                _claims.Remove(number);
        }
    }

    /// <summary>Takes all trials back from a rank.</summary>
    public void ReleaseAll(int rank)
    {
        lock (_gate)
        {
            foreach (int number in _claims.Where(claim => claim.Value == rank).Select(claim => claim.Key).ToArray())
                _claims.Remove(number);
        }
    }

    /// <summary>Keeps a result, unless it is there: a trial that was done twice came out the same twice.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Publish(TrialResult result)
    {
        lock (_gate)
        {
            if (_done.Contains(result.Number))
                return;
            folder?.Publish(result);
            Add(result);
        }
    }

    /// <summary>All results but the first so many, as they came.</summary>
    public IReadOnlyList<TrialResult> ReadFrom(int first)
    {
        lock (_gate)
            return first < _results.Count ? _results.GetRange(first, _results.Count - first) : [];
    }

    public void Dispose() => folder?.Dispose();

    private void Add(TrialResult result)
    {
        if (_done.Add(result.Number))
            _results.Add(result);
    }
}
