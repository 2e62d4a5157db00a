using System.Globalization;
using DeepTrain.Benchmarks.Measuring;
using DeepTrain.Benchmarks.Workloads;

namespace DeepTrain.Benchmarks.Verbs;

/// <summary>All workloads in one table, in less than a minute.</summary>
internal static class Quick
{
    private const double SecondsEach = 0.6;

    public static void Run()
    {
        var lines = new List<Line>();
        foreach (Workload workload in WorkloadList.All)
        {
            lines.Add(Measure(workload, threads: 1));
            if (workload.HasWorkForThreads)
                lines.Add(Measure(workload, threads: 2));
        }

        double distance = CoreDistance.ThereAndBack();
        int bits = MultiplyAddLimit.VectorBits;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"The limit is what one core reaches with multiply-adds between registers, measured in turn with each workload, "
            + $"times the threads: {lines.Min(line => line.Limit):F1} to {lines.Max(line => line.Limit):F1} GFLOP/s at {bits} "
            + $"bits in this run. A dense layer's tiles alone, from the caches, reached {lines.Min(line => line.TileLimit):F1} to "
            + $"{lines.Max(line => line.TileLimit):F1}: where these vary, something else was using the machine. Two cores answered each other "
            + $"in {distance:F0} ns, there and back: about 100 where they share a cache, 400 and more where they do not, and a second thread gains less.\n"));
        var table = new MarkdownTable(
            "name", "rows", "threads", "vector bits", "median us", "10th percentile", "minimum", "GFLOP/s", "% of limit",
            "% of tiles", "bytes allocated");
        foreach (Line line in lines)
        {
            double gigaflops = line.Flops / line.Times.Median / 1e3;
            table.Add(
                line.Workload.Name, line.Workload.Rows, line.Threads, bits, line.Times.Median, line.Times.Tenth, line.Times.Least,
                gigaflops, Share(gigaflops, line.Limit * line.Threads), Share(gigaflops, line.TileLimit * line.Threads), line.Bytes);
        }
        Console.WriteLine(table);
    }

    private static string Share(double gigaflops, double limit) =>
        (100 * gigaflops / limit).ToString("F0", CultureInfo.InvariantCulture);

    private static Line Measure(Workload workload, int threads)
    {
        var repetition = new Repetition(workload, threads);
        var limit = new MultiplyAddLimit();
        using var tiles = new TileLimit();
        Times times = Timing.Measure(repetition.Run, SecondsEach, aside: () =>
        {
            limit.Update();
            tiles.Update();
        });
        return new Line(
            workload, threads, times, repetition.Flops, limit.Gigaflops, tiles.Gigaflops, Allocation.Bytes(repetition.Run));
    }

    /// <param name="Flops">Floating-point operations of one repetition.</param>
    /// <param name="Limit">One core's, in billions of floating-point operations a second.</param>
    /// <param name="TileLimit">The same of a dense layer's tiles.</param>
    private sealed record Line(
        Workload Workload, int Threads, Times Times, double Flops, double Limit, double TileLimit, long Bytes);
}
