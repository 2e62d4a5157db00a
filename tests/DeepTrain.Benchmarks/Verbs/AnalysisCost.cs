using System.Diagnostics;
using DeepTrain.Benchmarks.Compilation;
using DeepTrain.Benchmarks.Measuring;

namespace DeepTrain.Benchmarks.Verbs;

/// <summary>
/// How long the analyzers take for thirty layers of every activation, healthy and not: an editor waits for them after each key press
/// in a declaration.
/// </summary>
internal static class AnalysisCost
{
    private const int Times = 9;

    private static readonly string[] s_activations =
    [
        "Sigmoid", "Tanh", "ReLU", "LeakyReLU(0.1f)", "PReLU", "RReLU", "ELU", "SELU", "Softplus", "Swish", "GELU", "Softmax", "Maxout",
    ];

    private static readonly (string Name, string Init, bool HasBatchNorm, bool HasDropout)[] s_kinds =
    [
        ("as it is", "", false, false), ("batch norm", "", true, false), ("dropout", "", false, true), ("both", "", true, true),
        ("small weights", ", Init = Init.Normal, InitScale = 0.005f", false, false),
        ("large weights", ", Init = Init.Normal, InitScale = 0.5f", false, false),
    ];

    /// <summary>An editor's process lives long: what is measured has been compiled for good.</summary>
    private static readonly TimeSpan s_longWarmUp = TimeSpan.FromSeconds(3), s_warmUp = TimeSpan.FromSeconds(0.3);

    public static void Run()
    {
        WarmUp(new DeepNetwork("Sigmoid", true, "", false, true), s_longWarmUp);
        double longest = Print("dense", hasImages: false, s_activations);
        // neither stands behind images
        longest = Math.Max(longest, Print("convolutions on 3 x 32 x 32", hasImages: true, s_activations.Except(["Softmax", "Maxout"])));
        Console.WriteLine(FormattableString.Invariant($"longest {longest:F1} ms (goal 20 ms)"));
    }

    private static double Print(string title, bool hasImages, IEnumerable<string> activations)
    {
        double longest = 0;
        var table = new MarkdownTable([$"30 layers, {title}: median ms", .. s_kinds.SelectMany(kind => new[] { kind.Name, "warned of" })]);
        foreach (string activation in activations)
        {
            var cells = new List<object?> { activation };
            foreach ((_, string init, bool hasBatchNorm, bool hasDropout) in s_kinds)
            {
                var network = new DeepNetwork(activation, hasImages, init, hasBatchNorm, hasDropout);
                WarmUp(network, s_warmUp);
                double milliseconds = Timing.Median(Enumerable.Range(0, Times).Select(_ => Milliseconds(network)).ToList());
                longest = Math.Max(longest, milliseconds);
                cells.AddRange([milliseconds, network.Fails ? "yes" : "no"]);
            }

            table.Add([.. cells]);
        }

        Console.WriteLine(table);
        return longest;
    }

    private static void WarmUp(DeepNetwork network, TimeSpan time)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time)
            network.Analyze();
    }

    private static double Milliseconds(DeepNetwork network)
    {
        long start = Stopwatch.GetTimestamp();
        network.Analyze();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
