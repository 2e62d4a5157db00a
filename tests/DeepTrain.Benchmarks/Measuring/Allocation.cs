namespace DeepTrain.Benchmarks.Measuring;

/// <summary>What work allocates.</summary>
internal static class Allocation
{
    private const int Times = 20;
    private const int Tries = 3;

    /// <summary>
    /// The bytes one repetition allocates, on all threads. The least of some tries: what the work allocates is in all of
    /// them, what the rest of the process allocates is not.
    /// </summary>
    public static long Bytes(Action<int> run)
    {
        run(1);
        long least = long.MaxValue;
        for (int i = 0; i < Tries; i++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            run(Times);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }
        return (least + Times - 1) / Times;
    }
}
