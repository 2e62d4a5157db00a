using System.Runtime.ExceptionServices;

namespace DeepTrain;

/// <summary>Searches settings on many processes or machines.</summary>
public static class DistributedSearch
{
    /// <summary>
    /// As <see cref="Search.RunAsync(SearchOptions, Dataset, Dataset, CancellationToken)"/>, by all processes that a
    /// launcher of MPI has started: rank 0 hands out trials and keeps their results, so that no file has to be locked.
    /// Without a launcher, by this process, and by all others that work on <see cref="SearchOptions.Directory"/>.
    /// </summary>
    /// <param name="options">
    /// What is searched, and how; the same on all ranks. <see cref="SearchOptions.Parallel"/> are the trials at once on
    /// each rank, and
    /// <see cref="SearchOptions.Progress"/> hears of the trials of its own rank. In <see cref="SearchOptions.Directory"/>
    /// rank 0 keeps the results, from which a job that was ended goes on, and every rank the checkpoints of its trials:
    /// where all ranks see one folder, any of them goes on with the trial of another.
    /// </param>
    /// <param name="training">Rows to train on, all of them on every rank.</param>
    /// <param name="validation">Rows to measure by.</param>
    /// <param name="token">Ends the search on all ranks when it is cancelled on one of them.</param>
    /// <returns>On every rank the result of all trials: the same as of one process.</returns>
    /// <remarks>
    /// A rank that ends, or of which rank 0 hears nothing for <see cref="Communicator.Timeout"/>, frees its trials for
    /// others. While the search runs, the communicator is its own.
    /// </remarks>
    /// <exception cref="ArgumentException">An option is out of its range, the rows do not suit a network, or this rank is
    /// about to search something else than rank 0.</exception>
    /// <exception cref="InvalidDataException">The folder has trials of another search; on rank 0.</exception>
    /// <exception cref="IOException">The folder cannot be had, or a result cannot be written.</exception>
    /// <exception cref="DistributedException">Rank 0 has failed or does not answer; on all others.</exception>
    /// <exception cref="MpiException">There is no MPI library, or one that does not fit the launcher.</exception>
    public static Task<SearchResult> RunAsync(
        SearchOptions options, Dataset training, Dataset validation, CancellationToken token = default) =>
        RunAsync(options, training, validation, Mpi.World, token);

    /// <summary>The same by the ranks of a communicator.</summary>
    /// <param name="options">What is searched, and how.</param>
    /// <param name="training">Rows to train on.</param>
    /// <param name="validation">Rows to measure by.</param>
    /// <param name="communicator">The ranks.</param>
    /// <param name="token">Ends the search on all ranks.</param>
    /// <inheritdoc cref="RunAsync(SearchOptions, Dataset, Dataset, CancellationToken)"/>
    public static Task<SearchResult> RunAsync(
        SearchOptions options, Dataset training, Dataset validation, Communicator communicator, CancellationToken token = default) =>
        RunAsync(options, communicator, (own, ending) => Search.RunAsync(own, training, validation, ending), token);

    /// <summary>Searches by cross-validation, otherwise as
    /// <see cref="RunAsync(SearchOptions, Dataset, Dataset, CancellationToken)"/>.</summary>
    /// <param name="options">What is searched, and how.</param>
    /// <param name="data">Rows.</param>
    /// <param name="token">Ends the search on all ranks.</param>
    /// <inheritdoc cref="RunAsync(SearchOptions, Dataset, Dataset, CancellationToken)"/>
    public static Task<SearchResult> RunAsync(SearchOptions options, Dataset data, CancellationToken token = default) =>
        RunAsync(options, data, Mpi.World, token);

    /// <summary>The same by the ranks of a communicator.</summary>
    /// <param name="options">What is searched, and how.</param>
    /// <param name="data">Rows.</param>
    /// <param name="communicator">The ranks.</param>
    /// <param name="token">Ends the search on all ranks.</param>
    /// <inheritdoc cref="RunAsync(SearchOptions, Dataset, Dataset, CancellationToken)"/>
    public static Task<SearchResult> RunAsync(
        SearchOptions options, Dataset data, Communicator communicator, CancellationToken token = default) =>
        RunAsync(options, communicator, (own, ending) => Search.RunAsync(own, data, ending), token);

    private static async Task<SearchResult> RunAsync(
        SearchOptions options, Communicator communicator, Func<SearchOptions, CancellationToken, Task<SearchResult>> search,
        CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(communicator);
        if (options.Store != null)
            throw new ArgumentException("Expected no Store: rank 0 hands out trials.", nameof(options));
        // locks of a folder serve one process, and others beside it that no launcher has started
        if (communicator.Size == 1)
            return await search(options, token).ConfigureAwait(false);
        IRankTrials trials = communicator.Rank == 0
            ? new ServedTrials(communicator, new TrialDesk(options.Directory == null ? null : new TrialFolder(options.Directory)))
            : new AskedTrials(communicator);
        Exception? failure = null;
        try
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(token, trials.Ended);
            using CancellationTokenRegistration told = token.Register(trials.Cancel);
            SearchResult result = await search(options with { Store = trials }, ending.Token).ConfigureAwait(false);
            return trials.Failure is { } broken ? throw broken : result;
        }
        catch (Exception wrong)
        {
            failure = wrong;
            if (trials.Failure is { } cause && cause != wrong)
                ExceptionDispatchInfo.Throw(cause);
            throw;
        }
        finally
        {
            await trials.LeaveAsync(failure).ConfigureAwait(false);
        }
    }
}
