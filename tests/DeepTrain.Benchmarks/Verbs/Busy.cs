using System.Diagnostics;
using System.Globalization;
using DeepTrain.Benchmarks.Measuring;
using DeepTrain.Benchmarks.Workloads;

namespace DeepTrain.Benchmarks.Verbs;

/// <summary>
/// Whether a second thread harms where another program has taken its core: two threads must not be much slower than one,
/// though they can hardly be faster.
/// </summary>
internal static class Busy
{
    /// <summary>The verb of the other program.</summary>
    public const string ChildVerb = "keep-other-cores-busy";

    private const double SecondsEach = 1.5;

    public static void Run()
    {
        Workload[] workloads = [.. WorkloadList.All.Where(workload => workload.Pass == Pass.Train && workload.Rows > 8)];
        var table = new MarkdownTable(
            "name", "rows", "other cores", "1 thread us", "2 threads us", "2 threads / 1 thread");
        foreach (Workload workload in workloads)
            Add(table, workload, "free");

        using Process neighbour = SelfProcess.Start(ChildVerb);
        neighbour.StandardOutput.ReadLine(); // it says so when it is busy
        foreach (Workload workload in workloads)
            Add(table, workload, "busy");
        neighbour.StandardInput.Close();
        neighbour.WaitForExit();
        Console.WriteLine(table);
    }

    /// <summary>Keeps all cores but one busy until the input ends, so it never outlives who started it.</summary>
    public static void RunChild()
    {
        for (int i = 1; i < Math.Max(2, Environment.ProcessorCount); i++)
            new Thread(Spin) { IsBackground = true }.Start();
        Console.WriteLine("busy");
        Console.In.ReadToEnd();

        static void Spin()
        {
            while (true)
            {
            }
        }
    }

    private static void Add(MarkdownTable table, Workload workload, string others)
    {
        double one = Measure(workload, 1), two = Measure(workload, 2);
        table.Add(workload.Name, workload.Rows, others, one, two, (two / one).ToString("F2", CultureInfo.InvariantCulture));
    }

    // Long samples: the system gives a core to one of its takers for milliseconds at a time, and the few steps that wait
    // for their turn must weigh in every sample.
    private static double Measure(Workload workload, int threads)
    {
        var repetition = new Repetition(workload, threads);
        return Timing.MedianMicroseconds(repetition.Run, SecondsEach, sampleMicroseconds: 50_000);
    }
}
