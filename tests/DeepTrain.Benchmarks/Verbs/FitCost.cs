using System.Diagnostics;
using System.Globalization;
using DeepTrain.Benchmarks.Measuring;
using DeepTrain.Benchmarks.Networks;

namespace DeepTrain.Benchmarks.Verbs;

/// <summary>
/// What <c>Trainer.Fit</c> costs beside a loop over <c>TrainBatch</c>: 784-128-10, 32 rows, as many rows as MNIST has. All ways take turns,
/// epoch by epoch, and are held against the loop of the same turn, as clocks change and neighbours come and go.
/// </summary>
internal static class FitCost
{
    private const int Rows = 60_000, BatchSize = 32, Batches = Rows / BatchSize;
    private const ulong Seed = 1;

    // small enough that rows are never learned by heart, as in Repetition
    private const float LearningRate = 1e-7f;

    public static void Run(double seconds)
    {
        var random = new Random(1);
        float[] inputs = new float[Rows * 784];
        for (int next = 0; next < inputs.Length; next++)
            inputs[next] = random.NextSingle();
        int[] labels = [.. Enumerable.Range(0, Rows).Select(_ => random.Next(10))];
        Dataset data = Dataset.FromArrays(inputs, labels);
        var loops = new Loops(inputs, labels);
        FitOptions options = new() { BatchSize = BatchSize, Seed = Seed, DivergenceFactor = double.PositiveInfinity };
        (string Name, Func<double> Epoch)[] ways =
        [
            ("loop, shuffled rows", loops.Shuffled),
            ("loop, rows in order", loops.InOrder),
            ("Fit", () => Fit(data, options)),
            ("Fit, one worker reads ahead", () => Fit(data, options with { Workers = 1 })),
            ("Fit, rows in order", () => Fit(data, options with { Shuffle = false })),
            (Console.IsOutputRedirected ? "Fit with progress in lines" : "Fit with live progress", () => Fit(data, options with
            {
                Progress = Console.IsOutputRedirected ? ConsoleProgress.Plain(TextWriter.Null) : ConsoleProgress.Auto(),
            })),
        ];
        var times = new List<double[]>();
        long start = Stopwatch.GetTimestamp();
        while (times.Count < 5 || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
            times.Add([.. ways.Select(way => way.Epoch())]);

        var table = new MarkdownTable("way", "us a batch", "% over the shuffled loop", "% over the loop in order", "% over Fit");
        for (int way = 0; way < ways.Length; way++)
            table.Add(ways[way].Name, Timing.Median(times.Select(turn => turn[way])), Over(way, 0), Over(way, 1), Over(way, 2));
        Console.WriteLine(table);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"medians of {times.Count} turns"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"progress in lines: {100 * ProgressMicroseconds() / Timing.Median(times.Select(turn => turn[2])):F3} % of a batch"));

        string Over(int way, int other) => Timing.Median(times.Select(turn => 100 * (turn[way] / turn[other] - 1)))
            .ToString("F1", CultureInfo.InvariantCulture);
    }

    // By itself: beside a fit it is lost in what neighbours do.
    private static double ProgressMicroseconds()
    {
        IProgress<FitProgress> progress = ConsoleProgress.Plain(TextWriter.Null);
        progress.Report(new FitProgress { Phase = FitPhase.Begin });
        return Timing.MedianMicroseconds(
            times =>
            {
                for (int batch = 0; batch < times; batch++)
                    progress.Report(new FitProgress { Phase = FitPhase.Batch, Batch = batch, Batches = Batches, Loss = batch });
            }, seconds: 0.2);
    }

    // Of the second epoch: the first one compiles, measures the initial loss, and fills caches.
    private static double Fit(Dataset data, FitOptions options)
    {
        var network = new NetworkB(Seed) { LearningRate = LearningRate };
        FitResult run = Trainer.Fit(network, data, options with { Epochs = 2 });
        return run.History[1].Seconds * 1e6 / Batches;
    }

    /// <summary>What a user would write without the library.</summary>
    private sealed class Loops(float[] inputs, int[] labels)
    {
        private readonly NetworkB _network = new(Seed) { LearningRate = LearningRate };
        private readonly int[] _order = [.. Enumerable.Range(0, Rows)];
        private readonly float[] _inputs = new float[BatchSize * 784];
        private readonly int[] _labels = new int[BatchSize];
        private readonly Random _random = new(1);
        private double _sum;

        public double InOrder()
        {
            long start = Stopwatch.GetTimestamp();
            for (int batch = 0; batch < Batches; batch++)
            {
                int row = batch * BatchSize;
                _sum += _network.TrainBatch(inputs.AsSpan(row * 784, BatchSize * 784), labels.AsSpan(row, BatchSize));
            }
            return Stopwatch.GetElapsedTime(start).TotalMicroseconds / Batches;
        }

        public double Shuffled()
        {
            long start = Stopwatch.GetTimestamp();
            _random.Shuffle(_order);
            for (int batch = 0; batch < Batches; batch++)
            {
                for (int next = 0; next < BatchSize; next++)
                {
                    int row = _order[batch * BatchSize + next];
                    inputs.AsSpan(row * 784, 784).CopyTo(_inputs.AsSpan(next * 784));
                    _labels[next] = labels[row];
                }
                _sum += _network.TrainBatch(_inputs, _labels);
            }
            return Stopwatch.GetElapsedTime(start).TotalMicroseconds / Batches;
        }
    }
}
