using System.Diagnostics;
using System.Globalization;
using DeepTrain.Benchmarks.Measuring;
using DeepTrain.Benchmarks.Workloads;

namespace DeepTrain.Benchmarks.Verbs;

/// <summary>How long a fresh process waits for its first batch: construction, and JIT compilation of what the batch needs.</summary>
internal static class FirstBatch
{
    /// <summary>The verb of the fresh processes.</summary>
    public const string ChildVerb = "first-in-this-process";

    private const int Processes = 9;

    public static void Run()
    {
        foreach (string key in new[] { "c", "cifar" })
        {
            double[][] runs =
            [
                .. Enumerable.Range(0, Processes).Select(_ => SelfProcess.Output(ChildVerb, key)
                    .Split(' ').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray()),
            ];
            Workload workload = Of(key);
            var table = new MarkdownTable($"{workload.Title}, in a fresh process", "rows", "median ms", "fastest ms", "slowest ms");
            string[] names = ["construction", "first TrainBatch", "second TrainBatch"];
            for (int i = 0; i < names.Length; i++)
            {
                IEnumerable<double> times = runs.Select(run => run[i]);
                table.Add(names[i], workload.Rows, Timing.Median(times), times.Min(), times.Max());
            }
            Console.WriteLine(table);
        }
    }

    public static void RunChild(string key)
    {
        Workload workload = Of(key);
        long start = Stopwatch.GetTimestamp();
        INetwork network = workload.Create();
        double construction = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var batch = new RandomRows(network, workload.Rows);
        double first = Step(), second = Step();
        Console.Write(string.Create(CultureInfo.InvariantCulture, $"{construction} {first} {second}"));

        double Step()
        {
            long before = Stopwatch.GetTimestamp();
            network.TrainBatch(batch.Inputs, batch.Labels);
            return Stopwatch.GetElapsedTime(before).TotalMilliseconds;
        }
    }

    private static Workload Of(string key) => WorkloadList.All.First(workload => workload.Key == key && workload.Pass == Pass.Train);
}
