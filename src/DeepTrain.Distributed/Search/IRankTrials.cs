namespace DeepTrain;

/// <summary>A rank's part in a search: its store, and how it learns that the search is to end on all ranks.</summary>
internal interface IRankTrials : ITrialStore
{
    /// <summary>Cancelled when the search is to end: on some rank it was cancelled, or rank 0 has failed.</summary>
    CancellationToken Ended { get; }

    /// <summary>What ended the search for this rank; null if nothing did.</summary>
    Exception? Failure { get; }

    /// <summary>Ends the search on all ranks.</summary>
    void Cancel();

    /// <summary>Ends this rank's part: on rank 0, once all others have ended theirs.</summary>
    /// <param name="failure">What has ended it; null for its proper end.</param>
    Task LeaveAsync(Exception? failure);
}
