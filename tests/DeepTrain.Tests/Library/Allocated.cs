namespace DeepTrain.Tests.Library;

/// <summary>The managed bytes that some code allocates on the calling thread.</summary>
internal static class Allocated
{
    /// <summary>How often the code is run at most.</summary>
    public const int Rounds = 5;

    /// <summary>
    /// The least of several rounds. A collection that another test starts can retire this thread's allocation context and
    /// charge its unused rest to whoever runs just then; what the code itself allocates, it allocates in every round.
    /// </summary>
    public static long By(Action code)
    {
        long least = long.MaxValue;
        for (int round = 0; round < Rounds && least != 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            code();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}
