using System.Diagnostics;
using DeepTrain.Benchmarks.Compilation;
using DeepTrain.Benchmarks.Measuring;

namespace DeepTrain.Benchmarks.Verbs;

/// <summary>What network c costs while it is edited and built.</summary>
internal static class GeneratorCost
{
    private const int Times = 15;

    /// <summary>An editor's process lives long: what is measured has been compiled for good.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1.5);

    public static void Run()
    {
        // the first of all comes with the JIT compilation of Roslyn and of the generator
        double first = Milliseconds(() => new GeneratorEdits());
        var edits = new GeneratorEdits();
        double bare = MedianMilliseconds(() => InMemoryProject.Build(GeneratorEdits.Program));
        double full = MedianMilliseconds(() => InMemoryProject.Build(GeneratorEdits.Program, GeneratorEdits.Network));

        var table = new MarkdownTable("generator, network c", "median ms");
        table.Add("first run of a process, JIT compilation included", first);
        table.Add("first run of a driver", MedianMilliseconds(() => edits.Cold()));
        table.Add("after an edit of the network", MedianMilliseconds(() => edits.EditNetwork()));
        table.Add("after an edit elsewhere in its class", MedianMilliseconds(() => edits.EditClass()));
        table.Add("after an edit in another file", MedianMilliseconds(() => edits.EditElsewhere()));
        table.Add("build in memory without the network", bare);
        table.Add("build in memory with the network", full);
        table.Add("added by the network", full - bare);
        Console.WriteLine(table);
    }

    private static double MedianMilliseconds(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < 3 || Stopwatch.GetElapsedTime(start) < WarmUp; i++)
            work();
        return Timing.Median(Enumerable.Range(0, Times).Select(_ => Milliseconds(work)).ToList());
    }

    private static double Milliseconds(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
