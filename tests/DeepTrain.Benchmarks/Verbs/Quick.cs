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
        var limit = new MultiplyAddLimit();
        var lines = new List<Line>();
        limit.Update();
        foreach (Workload workload in WorkloadList.All)
        {
            lines.Add(Measure(workload, threads: 1));
            if (workload.HasWorkForThreads)
                lines.Add(Measure(workload, threads: 2));
            limit.Update();
        }

        int bits = MultiplyAddLimit.VectorBits;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"The limit is what one core reached in this run with multiply-adds between registers: {limit.Gigaflops:F1} "
            + $"GFLOP/s at {bits} bits, times the threads.\n"));
        var table = new MarkdownTable(
            "name", "rows", "threads", "vector bits", "median us", "GFLOP/s", "% of limit", "bytes allocated");
        foreach (Line line in lines)
        {
            double gigaflops = line.Flops / line.Microseconds / 1e3;
            double share = gigaflops / (limit.Gigaflops * line.Threads);
            table.Add(
                line.Workload.Name, line.Workload.Rows, line.Threads, bits, line.Microseconds, gigaflops,
                (100 * share).ToString("F0", CultureInfo.InvariantCulture), line.Bytes);
        }
        Console.WriteLine(table);
    }

    private static Line Measure(Workload workload, int threads)
    {
        var repetition = new Repetition(workload, threads);
        double microseconds = Timing.MedianMicroseconds(repetition.Run, SecondsEach);
        return new Line(workload, threads, microseconds, repetition.Flops, Allocation.Bytes(repetition.Run));
    }

    private sealed record Line(Workload Workload, int Threads, double Microseconds, double Flops, long Bytes);
}
