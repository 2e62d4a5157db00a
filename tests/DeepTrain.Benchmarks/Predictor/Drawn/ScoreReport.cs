using System.Globalization;
using DeepTrain.Benchmarks.Measuring;

namespace DeepTrain.Benchmarks.Predictor;

/// <summary>The first goal: who is predicted to fail, fails, and who fails was predicted to.</summary>
internal static class ScoreReport
{
    private static readonly double[] s_edges = [double.NegativeInfinity, -4, -2, -1, 0, 1, 2, 4, double.PositiveInfinity];

    // the task on which the score was fitted has the higher goal
    /// <returns>Whether the goal for this task is reached.</returns>
    public static bool Print(LearningTask task, IReadOnlyList<ScoredNetwork> networks) =>
        task is MixtureTask ? Print(task.Name, 0.93, 0.92, networks) : Print(task.Name, 0.85, 0.9, networks);

    /// <param name="title">What the networks have in common.</param>
    /// <param name="precision">The goal.</param>
    /// <param name="recall">Its other half.</param>
    /// <param name="networks">Trained ones.</param>
    public static bool Print(string title, double precision, double recall, IReadOnlyList<ScoredNetwork> networks)
    {
        Console.WriteLine(Groups(networks));
        Console.WriteLine(Calibration(networks));
        var all = new Statistics(networks);
        bool isReached = all.Precision >= precision && all.Recall >= recall;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{title}: precision {all.Precision:F3} (goal {precision}), recall {all.Recall:F3} (goal {recall}), "
            + $"AUC {all.Auc:F3}; at recall 0.9 by score alone precision {all.PrecisionAt(0.9):F3}: {(isReached ? "PASS" : "FAIL")}\n"));
        return isReached;
    }

    private static MarkdownTable Groups(IReadOnlyList<ScoredNetwork> networks)
    {
        var table = new MarkdownTable("networks", "count", "failed", "told to fail", "precision", "recall", "right", "AUC");
        Add("all", networks);
        // how the reference implementation's formula does on the same networks
        Add("all, by the reference", [.. Forecast.OfReference(networks.Select(network => network.Trial))
            .Zip(networks, (prediction, network) => network with { Prediction = prediction })]);
        var groups = networks.GroupBy(network => network.Settings.Group).OrderBy(group => group.Key, StringComparer.Ordinal);
        foreach (var group in groups)
            Add(group.Key, [.. group]);
        return table;

        void Add(string name, IReadOnlyCollection<ScoredNetwork> some)
        {
            var statistics = new Statistics(some);
            table.Add(
                name, some.Count, statistics.Failed, statistics.Told, statistics.Precision, statistics.Recall,
                statistics.Right, statistics.Auc);
        }
    }

    private static MarkdownTable Calibration(IReadOnlyList<ScoredNetwork> networks)
    {
        var table = new MarkdownTable("s", "networks", "failed", "share failed", "median accuracy");
        for (int i = 0; i + 1 < s_edges.Length; i++)
        {
            (double from, double to) = (s_edges[i], s_edges[i + 1]);
            ScoredNetwork[] some = [.. networks.Where(network => network.Score >= from && network.Score < to)];
            double[] accuracies = [.. some.Select(network => double.IsNaN(network.Accuracy) ? 0 : network.Accuracy).Order()];
            string range = double.IsInfinity(from) ? $"below {to:F0}"
                : double.IsInfinity(to) ? $"above {from:F0}" : $"from {from:F0} to {to:F0}";
            int failed = some.Count(network => network.HasFailed);
            table.Add(
                range, some.Length, failed, failed / (double)some.Length,
                some.Length > 0 ? accuracies[some.Length / 2] : double.NaN);
        }

        return table;
    }
}
