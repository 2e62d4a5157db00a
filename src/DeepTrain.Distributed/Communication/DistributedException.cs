namespace DeepTrain;

/// <summary>Other ranks did not answer, or failed. The communicator is of no use any more: the program has to end.</summary>
public sealed class DistributedException : Exception
{
    /// <summary>Says what happened, and to whom.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="ranks">The ranks that it is about.</param>
    /// <param name="inner">The cause, if it is known.</param>
    public DistributedException(string message, IReadOnlyList<int> ranks, Exception? inner = null)
        : base(message, inner) => Ranks = ranks;

    /// <summary>The ranks that failed or did not answer; empty where nobody knows.</summary>
    public IReadOnlyList<int> Ranks { get; }

    internal static string Names(IReadOnlyCollection<int> ranks) =>
        ranks.Count == 1 ? $"rank {ranks.First()}" : $"ranks {string.Join(", ", ranks)}";
}
