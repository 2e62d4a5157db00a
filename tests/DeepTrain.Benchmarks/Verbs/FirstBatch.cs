using System.Diagnostics;
using System.Globalization;
using DeepTrain.Benchmarks.Measuring;
using DeepTrain.Benchmarks.Networks;
using DeepTrain.Benchmarks.Workloads;

namespace DeepTrain.Benchmarks.Verbs;

/// <summary>How long a fresh process waits for workload c: construction and first batch, JIT compilation included.</summary>
internal static class FirstBatch
{
    /// <summary>The verb of the fresh processes.</summary>
    public const string ChildVerb = "first-in-this-process";

    private const int Processes = 9;

    public static void Run()
    {
        double[][] runs =
        [
            .. Enumerable.Range(0, Processes).Select(_ => SelfProcess.Output(ChildVerb)
                .Split(' ').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray()),
        ];
        var table = new MarkdownTable("workload c in a fresh process", "rows", "median ms", "fastest ms", "slowest ms");
        string[] names = ["construction", "first TrainBatch", "second TrainBatch"];
        for (int i = 0; i < names.Length; i++)
        {
            IEnumerable<double> times = runs.Select(run => run[i]);
            table.Add(names[i], WorkloadList.C.Rows, Timing.Median(times), times.Min(), times.Max());
        }
        Console.WriteLine(table);
    }

    public static void RunChild()
    {
        long start = Stopwatch.GetTimestamp();
        var network = new NetworkC();
        double construction = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var batch = new RandomRows(network, WorkloadList.C.Rows);
        double first = Step(), second = Step();
        Console.Write(string.Create(CultureInfo.InvariantCulture, $"{construction} {first} {second}"));

        double Step()
        {
            long before = Stopwatch.GetTimestamp();
            network.TrainBatch(batch.Inputs, batch.Labels);
            return Stopwatch.GetElapsedTime(before).TotalMilliseconds;
        }
    }
}
