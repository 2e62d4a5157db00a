namespace DeepTrain;

/// <summary>The workers of one process: each takes the first trial that nobody has, until all are done.</summary>
internal sealed class SearchRun(SearchOptions options, SearchProblem problem, int total, ITrialStore store, TrialRunner runner)
{
    // what other processes have done is looked for so often
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(50);

    private readonly object _gate = new();
    private readonly Lock _telling = new();
    private readonly SortedDictionary<int, TrialResult> _known = [];
    private readonly HashSet<int> _own = [];
    // all trials before it are known
    private int _first;

    /// <summary>Returns when all trials are done, by whomever, or the token was cancelled.</summary>
    public async Task RunAsync(CancellationToken token)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(token);
        using CancellationTokenRegistration wake = ending.Token.Register(() =>
        {
            lock (_gate)
                Monitor.PulseAll(_gate);
        });
        await Task.WhenAll(Enumerable.Range(0, Math.Min(options.Parallel, total)).Select(_ => Task.Factory.StartNew(
            () => Work(ending), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
    }

    /// <summary>The results, by number.</summary>
    public IReadOnlyList<TrialResult> Results()
    {
        lock (_gate)
        {
            Refresh();
            return [.. _known.Values];
        }
    }

    private void Work(CancellationTokenSource ending)
    {
        try
        {
            while (TakeNext(ending.Token) is (TrialPlan plan, IDisposable claim))
            {
                TrialResult? result;
                using (claim)
                {
                    result = runner.Run(plan, ending.Token);
                    if (result == null)
                        return;
                    store.Publish(result);
                    runner.Forget(plan);
                    Learn(result);
                }
                Tell(result);
            }
        }
        catch
        {
            // the others end too, and leave what they have as after an interruption
            ending.Cancel();
            throw;
        }
    }

    // Null when there is nothing left to do.
    private (TrialPlan Plan, IDisposable Claim)? TakeNext(CancellationToken token)
    {
        lock (_gate)
        {
            while (!token.IsCancellationRequested)
            {
                Refresh();
                if (_first == total)
                    return null;
                if (TryTake() is { } taken)
                    return taken;
                Monitor.Wait(_gate, s_poll);
            }
            return null;
        }
    }

    private (TrialPlan Plan, IDisposable Claim)? TryTake()
    {
        for (int number = _first; number < total; number++)
        {
            if (_known.ContainsKey(number) || _own.Contains(number))
                continue;
            int needed = options.Strategy.Needs(problem, number);
            // trials behind it need as many or more
            if (needed > _first)
                return null;
            if (store.TryClaim(number) is not { } claim)
                continue;
            try
            {
                // its last holder may have left a result between the look and the claim
                Refresh();
                if (!_known.ContainsKey(number))
                {
                    TrialPlan plan = options.Strategy.Plan(problem, number, [.. _known.Values.Take(needed)]);
                    _own.Add(number);
                    return (plan, claim);
                }
            }
            catch
            {
                claim.Dispose();
                throw;
            }
            claim.Dispose();
        }
        return null;
    }

    private void Refresh()
    {
        foreach (TrialResult result in store.Read())
        {
            if (result.Number >= total || _known.ContainsKey(result.Number))
                continue;
            Check(result);
            _known.Add(result.Number, result);
        }
        while (_known.ContainsKey(_first))
            _first++;
    }

    private void Check(TrialResult result)
    {
        if (!problem.Axes.Hold(result.Values) || result.Network != problem.Axes[0].Text(result.Values[0])
            || result.Metrics.Count != options.Training.Metrics.Count || result.ContinuedFrom >= result.Number)
        {
            throw new InvalidDataException(
                $"Expected trials with settings of this search{(options.Directory == null ? "" : $" in {options.Directory}")}; trial "
                + $"{result.Number} has others.");
        }
    }

    private void Learn(TrialResult result)
    {
        lock (_gate)
        {
            _known.TryAdd(result.Number, result);
            _own.Remove(result.Number);
            Monitor.PulseAll(_gate);
        }
    }

    private void Tell(TrialResult result)
    {
        if (options.Progress is not { } progress)
            return;
        lock (_telling)
        {
            TrialResult[] known;
            lock (_gate)
                known = [.. _known.Values];
            TrialResult? best = known.Where(trial => double.IsFinite(trial.Score)).Min(problem.Order);
            progress.Report(new SearchProgress(known.Length, total, result, best));
        }
    }
}
