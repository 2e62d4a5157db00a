namespace DeepTrain;

/// <summary>Finds settings: trains networks with many of them, and says which are best, and what that teaches.</summary>
/// <remarks>
/// A trial is a function of seed and number: two searches with one seed give the same trials and the same results, for any
/// number of workers. A trial that diverges is a result as any other. With <see cref="SearchOptions.Directory"/>, a search
/// that is started again goes on, and several processes share the work.
/// </remarks>
public static class Search
{
    /// <summary>Searches by rows that are held out.</summary>
    /// <param name="options">What is searched, and how.</param>
    /// <param name="training">Rows to train on: raw where <see cref="SearchOptions.Prepare"/> is set.</param>
    /// <param name="validation">Rows to measure by, of the same kind.</param>
    /// <param name="token">
    /// Ends the trials that are under way. The search returns what is done, with <see cref="StopReason.Cancelled"/>; trials
    /// that were not are resumed when it is started again.
    /// </param>
    /// <exception cref="ArgumentException">An option is out of its range, or the rows do not suit a network. Nothing has
    /// been written.</exception>
    /// <exception cref="InvalidDataException">The folder has trials of another search, or a damaged file. Nothing has been
    /// written.</exception>
    /// <exception cref="IOException">The folder cannot be had, or a result cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static Task<SearchResult> RunAsync(
        SearchOptions options, Dataset training, Dataset validation, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(validation);
        SearchChecks.CheckOptions(options, hasFolds: false);
        return RunAsync(options, SearchData.HoldOut(options, training, validation), token);
    }

    /// <summary>Searches by cross-validation: each trial is trained <see cref="SearchOptions.Folds"/> times, and its score
    /// is the mean.</summary>
    /// <param name="options">What is searched, and how.</param>
    /// <param name="data">Rows: raw where <see cref="SearchOptions.Prepare"/> is set, which each fold fits to its own
    /// training rows.</param>
    /// <param name="token">Ends the trials that are under way.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or the rows do not suit a network. Nothing has
    /// been written.</exception>
    /// <exception cref="InvalidDataException">The folder has trials of another search, or a damaged file. Nothing has been
    /// written.</exception>
    /// <exception cref="IOException">The folder cannot be had, or a result cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static Task<SearchResult> RunAsync(SearchOptions options, Dataset data, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(data);
        SearchChecks.CheckOptions(options, hasFolds: true);
        return RunAsync(options, SearchData.KFold(options, data), token);
    }

    private static Task<SearchResult> RunAsync(SearchOptions options, SearchData data, CancellationToken token)
    {
        SearchAxes axes = SearchAxes.Of(options.Space, options.Networks);
        if (axes.All.All(axis => axis.Axis.Count == 1))
            throw new ArgumentException(
                "Expected something to vary, in Space or Networks; every trial would be the same.", nameof(options));
        INetwork[] networks = [.. options.Networks.Select(network => network.Create(0)
            ?? throw new ArgumentException($"Expected a network from {network.Name}; it is null.", nameof(options)))];
        SearchChecks.CheckNetworks(options, data, networks);
        var problem = new SearchProblem(
            axes, options.Seed, options.Training.Epochs, new TrialOrder(options.Objective?.HigherIsBetter ?? false));
        int total = options.Strategy.CountTrials(problem);
        return RunAsync(options, data, problem, total, SearchIdentity.Of(options, axes, data, networks), token);
    }

    private static async Task<SearchResult> RunAsync(
        SearchOptions options, SearchData data, SearchProblem problem, int total, IReadOnlyList<KeyValuePair<string, string>> identity,
        CancellationToken token)
    {
        using ITrialStore store = options.Store
            ?? (options.Directory == null ? new MemoryTrialStore() : new FolderTrialStore(options.Directory));
        store.Open(identity);
        string? temporary = options.Directory == null && options.Strategy.ContinuesTrials
            ? Directory.CreateTempSubdirectory("deeptrain-search-").FullName : null;
        try
        {
            string? checkpoints = temporary ?? (options.Directory == null ? null : Path.Combine(options.Directory, "checkpoints"));
            var runner = new TrialRunner(options, problem.Axes, data, checkpoints);
            var run = new SearchRun(options, problem, total, store, runner);
            await run.RunAsync(token).ConfigureAwait(false);
            IReadOnlyList<TrialResult> trials = run.Results();
            if (trials.Count == total)
                runner.ForgetAll(total);
            return new SearchResult(options, problem, runner, trials, trials.Count == total
                ? StopReason.Completed : StopReason.Cancelled);
        }
        finally
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
        }
    }
}
