using System.Globalization;
using DeepTrain.Benchmarks.Measuring;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Benchmarks.Predictor;

/// <summary>The fourth goal: networks that other people published, and which do train, get no warnings and no errors.</summary>
internal static class PublicReport
{
    private const double Allowed = 0.02;

    /// <param name="count">How many, from all sources alike; null for all.</param>
    /// <param name="listsAll">Whether every network gets a line.</param>
    /// <returns>Whether the goal is reached.</returns>
    public static bool Print(int? count, bool listsAll)
    {
        IReadOnlyList<PublicNetwork> all = PublicNetwork.ReadAll();
        int step = Math.Max(all.Count / (count ?? all.Count), 1);
        PublicNetwork[] networks = [.. all.Where((_, i) => i % step == 0)];
        double[] skills = Train(networks);
        IReadOnlyList<Diagnostic>[] declared = Diagnose(networks, false), stated = Diagnose(networks, true);
        Row[] rows = [.. networks.Select((network, i) => new Row(network, skills[i], declared[i], stated[i]))];

        Row[] shown = [.. rows.Where(row => listsAll || row.Trains == row.IsTold || row.Trains == (row.Stated.Count > 0))];
        var table = new MarkdownTable("source", "network", "known to train", "skill", "as declared", "with the training stated");
        foreach (Row row in shown)
        {
            string? known = row.Network.Trains switch { true => "yes", false => "no", null => null };
            table.Add(row.Network.Source, row.Network.Name, known, row.Skill, Ids(row.Declared), Ids(row.Stated));
        }

        if (shown.Length > 0)
            Console.WriteLine(table);
        Console.WriteLine(Kinds(rows));
        Row[] good = [.. rows.Where(row => row.Trains)];
        int told = good.Count(row => row.IsTold), harder = rows.Count(row => row.Network.Trains == true && !row.Trains);
        int errors = good.Count(row => row.Declared.Concat(row.Stated).Any(each => each.Severity == DiagnosticSeverity.Error));
        bool isReached = told <= Allowed * good.Length && errors == 0;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"public: {good.Length} of {rows.Length} networks train; {told} of these get a warning or an error, "
            + $"{told / (double)good.Length:P1} (goal at most {Allowed:P0}), {errors} an error (goal 0); {harder} that are known to "
            + $"train do not on the stand-in data: {(isReached ? "PASS" : "FAIL")}\n"));
        return isReached;
    }

    private static MarkdownTable Kinds(Row[] rows)
    {
        var table = new MarkdownTable(
            "kind", "networks", "train", "of these: warnings", "errors", "stated: warnings", "errors", "fail", "of these told",
            "stated: told");
        foreach (var kind in rows.GroupBy(row => row.Network.Kind).Append(Everything(rows)))
        {
            Row[] good = [.. kind.Where(row => row.Trains)], bad = [.. kind.Where(row => !row.Trains)];
            table.Add(
                kind.Key, kind.Count(), good.Length,
                Worst(good, row => row.Declared, DiagnosticSeverity.Warning),
                Worst(good, row => row.Declared, DiagnosticSeverity.Error),
                Worst(good, row => row.Stated, DiagnosticSeverity.Warning),
                Worst(good, row => row.Stated, DiagnosticSeverity.Error),
                bad.Length, bad.Count(row => row.IsTold), bad.Count(row => row.Stated.Count > 0));
        }

        return table;

        static int Worst(Row[] some, Func<Row, IReadOnlyList<Diagnostic>> told, DiagnosticSeverity severity) =>
            some.Count(row => told(row).Count > 0 && told(row).Max(each => each.Severity) == severity);
    }

    private static IGrouping<string, Row> Everything(Row[] rows) => rows.GroupBy(_ => "all").Single();

    private static string? Ids(IReadOnlyList<Diagnostic> diagnostics) => diagnostics.Count == 0 ? null : string.Join(
        ", ", diagnostics.Select(each => each.Severity == DiagnosticSeverity.Error ? $"error {each.Id}" : each.Id));

    private static double[] Train(PublicNetwork[] networks)
    {
        var skills = new double[networks.Length];
        foreach (int[] part in Enumerable.Range(0, networks.Length).Chunk(NetworkBatch.Size))
        {
            using var batch = new NetworkBatch(part.Select(i => networks[i].Declare($"Network{i}", statesTraining: false)));
            foreach (int i in part)
            {
                int seed = Seeds.Of("public", networks[i].Kind, i);
                skills[i] = PublicTrial.Run(networks[i], batch.Create($"Network{i}", (ulong)seed), seed);
            }

            Console.Error.WriteLine($"public: {part[^1] + 1}/{networks.Length} networks");
        }

        return skills;
    }

    private static IReadOnlyList<Diagnostic>[] Diagnose(PublicNetwork[] networks, bool statesTraining) =>
        Diagnosis.Of([.. networks.Select((network, i) => network.Declare($"Network{i}", statesTraining))]);

    private sealed record Row(
        PublicNetwork Network, double Skill, IReadOnlyList<Diagnostic> Declared, IReadOnlyList<Diagnostic> Stated)
    {
        public bool IsTold => Declared.Count > 0;

        public bool Trains => PublicTrial.Trains(Network, Skill);
    }
}
