using System.Globalization;
using System.Reflection;
using DeepTrain.Benchmarks.Compilation;
using DeepTrain.Benchmarks.Measuring;
using DeepTrain.Benchmarks.Workloads;

namespace DeepTrain.Benchmarks.Verbs;

/// <summary>
/// Looks for cliffs beyond the caches: widths to 4,096, batches to 8,192 rows, depths to 50. A place is suspect when a
/// multiply-add costs over 1.25 times what it costs at the place before. Where what an update reads and writes is long under
/// way, memory is the limit: that time stands beside.
/// </summary>
internal static class LargeSweep
{
    private const double Suspect = 1.25;
    private const double SecondsEach = 0.4;

    private static readonly int[] s_widths = [256, 512, 768, 1024, 1280, 1536, 2000, 2048, 3000, 4000, 4096];
    private static readonly int[] s_rows = [32, 64, 128, 256, 512, 1024, 2048, 4096, 8192];
    private static readonly int[] s_depths = [2, 5, 10, 20, 30, 50];

    /// <param name="only">The one table that is wanted, by its first word; null: all.</param>
    public static void Run(string? only = null)
    {
        foreach (string optimizer in new[] { "SGD", "Adam" })
        {
            Table($"widths, three hidden layers, {optimizer}, 128 rows", s_widths,
                width => Network($"Width{width}{optimizer}", 784, width, 3, optimizer), _ => 128);
        }
        foreach ((string name, int[] hidden) in new[] { ("784-512-256-10", new[] { 512, 256 }), ("784-128-10", [128]) })
        {
            Table($"rows, {name}, Adam", s_rows, _ => Network("Rows" + hidden[0], 784, hidden, "Adam"), rows => rows);
        }
        foreach (int width in new[] { 64, 256 })
        {
            Table($"depths, layers of {width}, Adam, 32 rows", s_depths,
                depth => Network($"Depth{depth}Of{width}", width, width, depth, "Adam"), _ => 32);
        }

        void Table(string title, int[] places, Func<int, Declared> declare, Func<int, int> rows)
        {
            if (only is null || title.StartsWith(only, StringComparison.Ordinal))
                Measure(title, places, declare, rows);
        }
    }

    private static Declared Network(string name, int inputs, int width, int layers, string optimizer) =>
        Network(name, inputs, [.. Enumerable.Repeat(width, layers)], optimizer);

    private static Declared Network(string name, int inputs, int[] hidden, string optimizer) => new(name, $"""
        [Network]
        [Input({inputs})]
        {string.Concat(hidden.Select(units => $"[Dense({units})] [ReLU] "))}
        [Dense(10)]
        [SoftmaxCrossEntropy]
        [{optimizer}(LearningRate = 1e-7f)]
        public partial class {name};
        """, Slots: optimizer == "Adam" ? 2 : 0);

    private static void Measure(string title, int[] places, Func<int, Declared> declare, Func<int, int> rowsOf)
    {
        Declared[] networks = [.. places.Select(declare)];
        Assembly assembly = InMemoryProject.Load(networks.DistinctBy(network => network.Name).Select(network => network.Source));
        var table = new MarkdownTable(
            title, "train us", "per multiply-add, ns", "% of limit", "", "memory us", "predict us", "per multiply-add, ns ", "% of limit ", " ");
        double trained = double.MaxValue, predicted = double.MaxValue;
        for (int i = 0; i < places.Length; i++)
        {
            var network = (INetwork)Activator.CreateInstance(assembly.GetType(networks[i].Name)!)!;
            int rows = rowsOf(places[i]);
            (double training, double perTrained, string trainedShare) = Time(network, Pass.Train, rows);
            (double predicting, double perPredicted, string predictedShare) = Time(network, Pass.Predict, rows);
            table.Add(
                places[i], training, perTrained.ToString("F4", CultureInfo.InvariantCulture), trainedShare,
                perTrained > Suspect * trained ? "suspect" : null, MemoryLimit.Microseconds(network.ParameterCount * (1L + networks[i].Slots)), predicting,
                perPredicted.ToString("F4", CultureInfo.InvariantCulture), predictedShare,
                perPredicted > Suspect * predicted ? "suspect" : null);
            (trained, predicted) = (perTrained, perPredicted);
        }
        Console.WriteLine(table);
    }

    private static (double Microseconds, double PerMultiplyAdd, string Share) Time(INetwork network, Pass pass, int rows)
    {
        var workload = new Workload("", "", () => network, pass, rows);
        var repetition = new Repetition(workload, threads: 1);
        var limit = new MultiplyAddLimit();
        double microseconds = Timing.MedianMicroseconds(repetition.Run, SecondsEach, aside: limit.Update);
        double gigaflops = repetition.Flops / microseconds / 1e3;
        return (
            microseconds, 2e3 * microseconds / repetition.Flops,
            (100 * gigaflops / limit.Gigaflops).ToString("F0", CultureInfo.InvariantCulture));
    }

    /// <param name="Slots">What the optimizer keeps of each parameter.</param>
    private sealed record Declared(string Name, string Source, int Slots);
}
