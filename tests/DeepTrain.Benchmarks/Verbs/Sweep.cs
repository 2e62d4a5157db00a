using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using DeepTrain.Benchmarks.Compilation;
using DeepTrain.Benchmarks.Measuring;

namespace DeepTrain.Benchmarks.Verbs;

/// <summary>
/// Looks for shapes that fall off a cliff: square networks of many widths, compiled at run time, with batches of many
/// sizes. A shape is suspect when it takes more than twice as long as its neighbours for each multiply-add, those of the
/// padding included.
/// </summary>
internal static class Sweep
{
    private const double Suspect = 2;
    private const double SecondsEach = 0.004;
    private const double SecondsOfSecondLook = 0.1;

    /// <summary>Below this a call costs more than its arithmetic.</summary>
    private const double CallMicroseconds = 0.05;

    private static readonly int[] s_someSizes =
    [
        1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15, 16, 17, 20, 24, 31, 32, 33, 40, 47, 48, 49, 63, 64, 65, 80, 96, 97, 112, 127, 128,
        129, 130,
    ];

    private static readonly int[] s_shownRows = [1, 2, 4, 8, 9, 16, 32, 33, 64, 128, 130];

    /// <param name="all">Every size from 1 to 130, not a choice of them.</param>
    public static void Run(bool all)
    {
        int[] sizes = all ? [.. Enumerable.Range(1, 130)] : s_someSizes;
        INetwork[] networks = Compile(sizes);
        Print("training", isTraining: true, sizes, networks);
        Print("prediction", isTraining: false, sizes, networks);
    }

    private static INetwork[] Compile(int[] widths)
    {
        long start = Stopwatch.GetTimestamp();
        Assembly assembly = InMemoryProject.Load(widths.Select(width => $"""
            [Network]
            [Input({width})]
            [Dense({width})]
            [ReLU]
            [Dense({width})]
            [MeanSquaredError]
            [SGD(LearningRate = 1e-7f)]
            public partial class Width{width};
            """));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{widths.Length} networks compiled in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s\n"));
        return [.. widths.Select(width => (INetwork)Activator.CreateInstance(assembly.GetType($"Width{width}")!)!)];
    }

    private static void Print(string title, bool isTraining, int[] sizes, INetwork[] networks)
    {
        var times = new double[sizes.Length, sizes.Length];
        Over(sizes, (width, rows) => times[width, rows] =
            Measure(networks[width], sizes[rows], isTraining, SecondsEach));
        var suspects = new MarkdownTable("suspect in " + title, "rows", "us", "times its neighbours");
        int count = 0;
        Over(sizes, (width, rows) =>
        {
            if (Excess(width, rows) <= Suspect || times[width, rows] < CallMicroseconds)
                return;
            // a neighbouring program may have been the reason
            times[width, rows] = Math.Min(
                times[width, rows], Measure(networks[width], sizes[rows], isTraining, SecondsOfSecondLook));
            if (Excess(width, rows) <= Suspect)
                return;
            suspects.Add($"width {sizes[width]}", sizes[rows], times[width, rows], Excess(width, rows));
            count++;
        });

        PrintTimes(title, isTraining, sizes, times);
        Console.WriteLine(count == 0 ? $"No shape is suspect in {title}.\n" : suspects.ToString());

        // how many times slower than the median of its neighbours for each multiply-add, padding included
        double Excess(int width, int rows)
        {
            (int Width, int Rows)[] around = [(width - 1, rows), (width + 1, rows), (width, rows - 1), (width, rows + 1)];
            IEnumerable<double> neighbours = around
                .Where(at => at.Width >= 0 && at.Rows >= 0 && at.Width < sizes.Length && at.Rows < sizes.Length)
                .Select(at => PerPadded(at.Width, at.Rows));
            return PerPadded(width, rows) / Timing.Median(neighbours);
        }

        double PerPadded(int width, int rows) => times[width, rows]
            / MultiplyAdds(isTraining, sizes[rows], sizes[width], DeepTrain.Runtime.PanelShape.Padded(sizes[width]));
    }

    private static void PrintTimes(string title, bool isTraining, int[] sizes, double[,] times)
    {
        int[] columns = [.. s_shownRows.Select(rows => Array.IndexOf(sizes, rows))];
        Console.WriteLine($"Nanoseconds for a multiply-add in {title}, by width and rows:\n");
        var table = new MarkdownTable(["width", .. s_shownRows.Select(rows => rows + (rows == 1 ? " row" : " rows"))]);
        for (int i = 0; i < sizes.Length; i++)
        {
            table.Add([
                sizes[i],
                .. columns.Select(rows => (1e3 * times[i, rows] / MultiplyAdds(isTraining, sizes[rows], sizes[i], sizes[i]))
                    .ToString("F4", CultureInfo.InvariantCulture))]);
        }
        Console.WriteLine(table);
    }

    // two layers of three products in training, without the input gradient of the first
    private static double MultiplyAdds(bool isTraining, int rows, int width, int paddedWidth) =>
        (isTraining ? 5.0 : 2.0) * rows * width * paddedWidth;

    private static double Measure(INetwork network, int rows, bool isTraining, double seconds)
    {
        var batch = new Workloads.RandomRows(network, rows);
        return Timing.MedianMicroseconds(Repeat, seconds, sampleMicroseconds: 50);

        void Repeat(int times)
        {
            for (int i = 0; i < times; i++)
            {
                if (isTraining)
                    network.TrainBatch(batch.Inputs, batch.Targets);
                else
                    network.Predict(batch.Inputs, batch.Outputs);
            }
        }
    }

    private static void Over(int[] sizes, Action<int, int> visit)
    {
        for (int width = 0; width < sizes.Length; width++)
        {
            for (int rows = 0; rows < sizes.Length; rows++)
                visit(width, rows);
        }
    }
}
