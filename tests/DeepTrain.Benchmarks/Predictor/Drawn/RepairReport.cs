using System.Globalization;
using DeepTrain.Benchmarks.Measuring;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Benchmarks.Predictor;

/// <summary>The third goal: of networks that fail and are warned of, the first fix makes nearly all train.</summary>
internal static class RepairReport
{
    private const double Goal = 0.9;

    /// <returns>Whether the goal is reached.</returns>
    public static bool Print(IReadOnlyList<ScoredNetwork> networks, bool listsFailures)
    {
        ScoredNetwork[] failed = [.. networks.Where(network => network.HasFailed)];
        var diagnostics = Diagnosis.Of([.. failed.Select(network => network.Trial)]);
        ScoredNetwork[] warned = [.. failed.Where((_, i) => diagnostics[i].Count > 0)];
        CodeFix?[] fixes = [.. warned.Select(network => CodeFix.First(network.Trial.Source).GetAwaiter().GetResult())];
        int[] offered = [.. Enumerable.Range(0, warned.Length).Where(i => fixes[i] is not null)];
        // names again, since networks of several tasks may share one
        double[] accuracies = new Bench("repairs").Run([.. offered.Select(i => warned[i].Trial with
        {
            ClassName = $"Repaired{i}",
            Source = fixes[i]!.Source.Replace(
                $"class {warned[i].Trial.ClassName};", $"class Repaired{i};", StringComparison.Ordinal),
        })]);

        var outcomes = offered.Select((i, at) => new Repaired(warned[i], fixes[i]!, accuracies[at])).ToArray();
        var table = new MarkdownTable("rule", "its fix was the first", "repaired", "share");
        foreach (var rule in outcomes.GroupBy(each => each.Fix.Id).OrderByDescending(group => group.Count()))
        {
            int trained = rule.Count(each => each.Trains);
            table.Add(rule.Key, rule.Count(), trained, trained / (double)rule.Count());
        }

        Console.WriteLine(table);
        if (listsFailures)
            List(outcomes, warned.Where((_, i) => fixes[i] is null));
        int repaired = outcomes.Count(each => each.Trains);
        double share = repaired / (double)warned.Length;
        bool isReached = share >= Goal;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"repairs: {failed.Length} networks failed, {warned.Length} of them are warned of, {offered.Length} of those are "
            + $"offered a fix, and the first makes {repaired} train: {share:P1} of the warned, "
            + $"{repaired / (double)offered.Length:P1} of the offered (goal {Goal:P0} of the warned): {(isReached ? "PASS" : "FAIL")}\n"));
        return isReached;
    }

    private static void List(IEnumerable<Repaired> outcomes, IEnumerable<ScoredNetwork> helpless)
    {
        foreach (Repaired each in outcomes.Where(each => !each.Trains))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{each.Network.Trial.Task.Name} {each.Network.Settings.Summary}, s {each.Network.Score:F1}: "
                + $"{each.Fix.Id} {each.Fix.Title}: {each.Network.Accuracy:F2} -> {each.Accuracy:F2}"));
        }

        foreach (ScoredNetwork network in helpless)
            Console.WriteLine($"{network.Trial.Task.Name} {network.Settings.Summary}: no fix is offered");
        Console.WriteLine();
    }

    private sealed record Repaired(ScoredNetwork Network, CodeFix Fix, double Accuracy)
    {
        public bool Trains => Accuracy >= Network.Trial.Task.Passing;
    }
}
