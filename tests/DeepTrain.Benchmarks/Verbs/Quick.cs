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

        int bits = MultiplyAddLimit.VectorBits;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"The limit is what one core reaches with multiply-adds between registers, measured in turn with each workload, "
            + $"times the threads: {lines.Min(line => line.Limit):F1} to {lines.Max(line => line.Limit):F1} GFLOP/s at {bits} "
            + $"bits in this run.\n"));
        var table = new MarkdownTable(
            "name", "rows", "threads", "vector bits", "median us", "GFLOP/s", "% of limit", "bytes allocated");
        foreach (Line line in lines)
        {
            double gigaflops = line.Flops / line.Microseconds / 1e3;
            double share = gigaflops / (line.Limit * line.Threads);
            table.Add(
                line.Workload.Name, line.Workload.Rows, line.Threads, bits, line.Microseconds, gigaflops,
                (100 * share).ToString("F0", CultureInfo.InvariantCulture), line.Bytes);
        }
        Console.WriteLine(table);
    }

    private static Line Measure(Workload workload, int threads)
    {
        var repetition = new Repetition(workload, threads);
        var limit = new MultiplyAddLimit();
        double microseconds = Timing.MedianMicroseconds(repetition.Run, SecondsEach, aside: limit.Update);
        return new Line(
            workload, threads, microseconds, repetition.Flops, limit.Gigaflops, Allocation.Bytes(repetition.Run));
    }

    /// <param name="Flops">Floating-point operations of one repetition.</param>
    /// <param name="Limit">One core's, in billions of floating-point operations a second.</param>
    private sealed record Line(
        Workload Workload, int Threads, double Microseconds, double Flops, double Limit, long Bytes);
}
