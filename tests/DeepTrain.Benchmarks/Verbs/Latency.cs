using System.Diagnostics;
using DeepTrain.Benchmarks.Measuring;
using DeepTrain.Benchmarks.Workloads;

namespace DeepTrain.Benchmarks.Verbs;

/// <summary>
/// How long single calls take once a network is warm: not how many there are in a second, but how long one may have to be waited for.
/// Each call is timed on its own, some twenty nanoseconds for the clock included.
/// </summary>
internal static class Latency
{
    private const int FewestCalls = 1_000;
    private const int MostCalls = 200_000;
    private const double SecondsEach = 0.5;
    private const double MostSeconds = 3;

    public static void Run()
    {
        var table = new MarkdownTable(
            "name", "rows", "first call after WarmUp us", "P50 us", "P99 us", "P99.9 us", "longest us", "calls", "bytes allocated");
        foreach (Workload workload in WorkloadList.All.Where(workload => workload.Pass is Pass.Predict or Pass.Train))
        {
            var repetition = new Repetition(workload, threads: 1);
            repetition.Network.WarmUp(workload.Rows);
            Timing.Microseconds(repetition.Run, 0); // the loop around the call is compiled too
            double first = Timing.Microseconds(repetition.Run, 1);
            double[] times = Calls(repetition);
            table.Add(
                workload.Name, workload.Rows, first, At(times, 0.5), At(times, 0.99), At(times, 0.999), times[^1], times.Length,
                Allocation.Bytes(repetition.Run));
        }
        Console.WriteLine(table);
    }

    // sorted; a call that comes with a collection would stand out, so nothing is collected on purpose
    private static double[] Calls(Repetition repetition)
    {
        double[] times = new double[MostCalls];
        int calls = 0;
        long start = Stopwatch.GetTimestamp();
        double seconds = 0;
        while (calls < MostCalls && seconds < (calls < FewestCalls ? MostSeconds : SecondsEach))
        {
            times[calls++] = Timing.Microseconds(repetition.Run, 1);
            seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        double[] sorted = times[..calls];
        Array.Sort(sorted);
        return sorted;
    }

    private static double At(double[] sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
}
