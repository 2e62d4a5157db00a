using System.Globalization;
using DeepTrain.Benchmarks.Measuring;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Benchmarks.Predictor;

/// <summary>The second goal: networks as textbooks build them, and which do train, get no warnings.</summary>
internal static class CanonicalReport
{
    private const int Fewest = 200;
    private const double Allowed = 0.01;

    /// <returns>Whether the goal is reached.</returns>
    public static bool Print(string seed)
    {
        IReadOnlyList<ScoredNetwork> drawn = DrawnNetworks.Train("canonical", Draw(seed));
        ScoredNetwork[] good = [.. drawn.Where(network => !network.HasFailed)];
        var diagnostics = Diagnosis.Of([.. good.Select(network => network.Trial)]);
        var table = new MarkdownTable("network", "task", "accuracy", "s", "warnings");
        int warned = 0;
        for (int i = 0; i < good.Length; i++)
        {
            if (diagnostics[i].Count == 0)
                continue;
            warned++;
            table.Add(
                good[i].Settings.Summary, good[i].Trial.Task.Name, good[i].Accuracy, good[i].Score,
                string.Join(", ", diagnostics[i].Select(diagnostic => diagnostic.Id)));
        }

        if (warned > 0)
            Console.WriteLine(table);
        double share = warned / (double)good.Length;
        bool isReached = good.Length >= Fewest && share <= Allowed;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"canonical: {warned} of {good.Length} good networks get a warning, {share:P1} (goal at most {Allowed:P0}); "
            + $"{drawn.Count(network => network.HasFailed)} of {drawn.Count} drawn did not train: "
            + $"{(isReached ? "PASS" : "FAIL")}\n"));
        return isReached;
    }

    // every combination, with widths, rates and tasks by the seed; some more than are needed, because not all will train
    private static List<(LearningTask Task, NetworkSettings Settings, int Seed)> Draw(string seed)
    {
        var networks = new List<(LearningTask, NetworkSettings, int)>();
        foreach (int depth in Enumerable.Range(1, 8))
        {
            foreach ((string activation, string init) in new[] { ("ReLU", "He"), ("SELU", "LeCun"), ("Tanh", "Glorot") })
            {
                // one plain network more, of either family in turn
                foreach ((bool norm, bool drop, bool isSgd) in new[]
                {
                    (false, false, false), (false, false, true), (false, true, false), (false, true, true),
                    (true, false, false), (true, false, true), (true, true, false), (true, true, true),
                    (false, false, networks.Count % 2 == 0),
                })
                {
                    int number = Seeds.Of(seed, "canonical", networks.Count);
                    var random = new Random(number);
                    networks.Add((random.Pick([.. LearningTask.All]), new NetworkSettings
                    {
                        Group = "canonical",
                        Activation = activation,
                        Init = init + random.Pick("Normal", "Uniform"),
                        Depth = depth,
                        Width = random.Pick(64, 128, 256),
                        BatchNorm = norm,
                        Dropout = drop ? random.Pick(0.1, 0.2) : 0,
                        UsesAlphaDropout = activation == "SELU",
                        Optimizer = isSgd ? "SGD(LearningRate = 0.01f, Momentum = 0.9f)" : "Adam",
                    }, number));
                }
            }
        }

        return networks;
    }
}
