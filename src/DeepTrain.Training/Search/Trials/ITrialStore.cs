namespace DeepTrain;

/// <summary>
/// Where the workers of a search agree on who does which trial, and leave what came of it: memory, a folder, or a process
/// that hands trials out. All members may be called by several threads at once.
/// </summary>
public interface ITrialStore : IDisposable
{
    /// <summary>Called once, before anything else.</summary>
    /// <param name="identity">What makes it this search and no other, by name.</param>
    /// <exception cref="InvalidDataException">There are trials of another search; nothing has changed.</exception>
    /// <exception cref="IOException">It cannot be had.</exception>
    void Open(IReadOnlyList<KeyValuePair<string, string>> identity);

    /// <summary>
    /// Takes a trial, so that nobody else does. A claim ends when it is disposed, and at the latest with the process that
    /// holds it.
    /// </summary>
    /// <param name="number">The trial's number.</param>
    /// <returns>The claim; null while somebody else has it. Who has it looks once more whether a result is there.</returns>
    IDisposable? TryClaim(int number);

    /// <summary>Leaves a result for all workers: when it returns, no end of this process can lose it.</summary>
    /// <param name="result">What came of a trial whose claim the caller holds.</param>
    void Publish(TrialResult result);

    /// <summary>All results there are, whoever left them, by number.</summary>
    IReadOnlyList<TrialResult> Read();
}
