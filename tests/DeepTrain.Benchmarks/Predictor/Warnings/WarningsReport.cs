using System.Globalization;
using DeepTrain.Benchmarks.Measuring;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Benchmarks.Predictor;

/// <summary>
/// The fifth goal: whoever is warned fails, and whoever fails is warned, by any warning or error, on tasks of kinds that nobody
/// looked at.
/// </summary>
internal static class WarningsReport
{
    private const int ProblemsOfAKind = 6, NetworksOfAProblem = 12;
    private const double LeastPrecision = 0.92, LeastRecall = 0.8, LeastRepaired = 0.92;

    /// <param name="isHeldOut">Whether the kinds that only score are asked.</param>
    /// <param name="count">Networks on each problem.</param>
    /// <param name="path">Where a table of them all is put; null for nowhere.</param>
    /// <returns>Whether all goals are reached.</returns>
    public static bool Print(bool isHeldOut, int? count, bool listsErrors, string? path)
    {
        var problems = new List<Problem>();
        var tried = new List<TriedDraft>();
        foreach (ProblemKind kind in ProblemKind.All.Where(kind => kind.IsHeldOut == isHeldOut))
        {
            IReadOnlyList<Problem> own = DraftTrials.DrawProblems(kind, ProblemsOfAKind);
            problems.AddRange(own);
            tried.AddRange(DraftTrials.Run(own, count ?? NetworksOfAProblem));
        }

        if (path is not null)
            DraftTable.Write(path, tried);
        TriedDraft[] silent = [.. tried.Where(each => each.HasFailed && !each.IsTold)];
        bool[] trainElsewhere = DraftTrials.TrainElsewhere(silent, problems);
        HashSet<TriedDraft> ofTheData = [.. silent.Where((_, i) => trainElsewhere[i])];
        Console.WriteLine(Kinds(tried, ofTheData));
        Console.WriteLine(Groups(tried, ofTheData));
        Console.WriteLine(Rules(tried));
        if (listsErrors)
            List(tried, ofTheData);
        TriedDraft[] told = [.. tried.Where(each => each.HasFailed && each.IsTold)];
        (CodeFix? Fix, double Skill)[] repaired = DraftTrials.Repair(told);
        if (listsErrors)
            List(told, repaired);
        return Conclude(tried, ofTheData, told, repaired);
    }

    /// <summary>Only how many of those fail that are told something, which takes a fifth of the trainings.</summary>
    /// <param name="isHeldOut">Whether the kinds that only score are asked.</param>
    /// <param name="count">Networks that are drawn on each problem.</param>
    /// <param name="path">Where a table of those told is put; null for nowhere.</param>
    /// <returns>Whether as many fail as the goal is.</returns>
    public static bool PrintPrecision(bool isHeldOut, int? count, string? path)
    {
        var told = new List<TriedDraft>();
        foreach (ProblemKind kind in ProblemKind.All.Where(kind => kind.IsHeldOut == isHeldOut))
        {
            IReadOnlyList<Problem> problems = DraftTrials.DrawProblems(kind, ProblemsOfAKind);
            told.AddRange(DraftTrials.Run(problems, count ?? NetworksOfAProblem, areAllTrained: false));
        }

        if (path is not null)
            DraftTable.Write(path, told);
        var table = new MarkdownTable("task", "told", "of these fail", "precision");
        foreach (var kind in told.GroupBy(each => each.Problem.Kind.Name))
            table.Add(kind.Key, kind.Count(), kind.Count(each => each.HasFailed), kind.Average(each => each.HasFailed ? 1.0 : 0));
        Console.WriteLine(table);
        Console.WriteLine(Rules(told));
        double precision = told.Average(each => each.HasFailed ? 1.0 : 0);
        bool isReached = precision >= LeastPrecision;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"warnings: precision {precision:F3} of {told.Count} (goal {LeastPrecision}): {(isReached ? "PASS" : "FAIL")}\n"));
        return isReached;
    }

    private static bool Conclude(
        IReadOnlyList<TriedDraft> tried, HashSet<TriedDraft> ofTheData, TriedDraft[] told, (CodeFix? Fix, double Skill)[] repaired)
    {
        int trains = told.Where((each, i) => repaired[i].Fix is not null && repaired[i].Skill >= each.Problem.Passing).Count();
        double precision = told.Length / (double)tried.Count(each => each.IsTold), mended = trains / (double)told.Length;
        double recall = told.Length / (double)(tried.Count(each => each.HasFailed) - ofTheData.Count);
        int wrongErrors = tried.Count(each => each.HasError && !each.HasFailed);
        bool isReached = precision >= LeastPrecision && recall >= LeastRecall && mended >= LeastRepaired && wrongErrors == 0;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"warnings: precision {precision:F3} (goal {LeastPrecision}), recall without what only the data tell {recall:F3} "
            + $"(goal {LeastRecall}), {wrongErrors} errors on networks that train (goal 0); {repaired.Count(each => each.Fix is not null)} of "
            + $"{told.Length} failures that are told are offered a fix, and the first makes {trains} train, {mended:P1} "
            + $"(goal {LeastRepaired:P0}): {(isReached ? "PASS" : "FAIL")}\n"));
        return isReached;
    }

    private static MarkdownTable Kinds(IReadOnlyList<TriedDraft> tried, HashSet<TriedDraft> ofTheData)
    {
        var table = new MarkdownTable(
            "task", "networks", "fail", "warnings", "of these fail", "errors", "of these fail", "precision", "recall",
            "silent, of the data", "recall without", "of those that train told");
        foreach (var kind in tried.GroupBy(each => each.Problem.Kind.Name))
            Add(table, kind.Key, [.. kind], ofTheData);
        Add(table, "all", tried, ofTheData);
        return table;
    }

    private static MarkdownTable Groups(IReadOnlyList<TriedDraft> tried, HashSet<TriedDraft> ofTheData)
    {
        var table = new MarkdownTable(
            "networks", "networks", "fail", "warnings", "of these fail", "errors", "of these fail", "precision", "recall",
            "silent, of the data", "recall without", "of those that train told");
        foreach (var group in tried.GroupBy(each => each.Draft.Group).OrderBy(group => group.Key, StringComparer.Ordinal))
            Add(table, group.Key, [.. group], ofTheData);
        foreach (var mistake in tried.SelectMany(each => each.Draft.Mistakes.Distinct().Select(name => (name, each)))
            .GroupBy(pair => pair.name, pair => pair.each).OrderBy(group => group.Key, StringComparer.Ordinal))
            Add(table, "mistake: " + mistake.Key, [.. mistake], ofTheData);
        return table;
    }

    private static void Add(MarkdownTable table, string name, IReadOnlyCollection<TriedDraft> some, HashSet<TriedDraft> ofTheData)
    {
        TriedDraft[] errors = [.. some.Where(each => each.HasError)], warnings = [.. some.Where(each => each.IsTold && !each.HasError)];
        int failed = some.Count(each => each.HasFailed), caught = some.Count(each => each.HasFailed && each.IsTold);
        int told = some.Count(each => each.IsTold), data = some.Count(ofTheData.Contains);
        table.Add(
            name, some.Count, failed, warnings.Length, warnings.Count(each => each.HasFailed), errors.Length,
            errors.Count(each => each.HasFailed), caught / (double)told, caught / (double)failed, data,
            caught / (double)(failed - data), (told - caught) / (double)(some.Count - failed));
    }

    private static MarkdownTable Rules(IReadOnlyList<TriedDraft> tried)
    {
        var table = new MarkdownTable("rule, as the worst that is said", "networks", "of these fail", "precision");
        foreach (var rule in tried.Where(each => each.IsTold).GroupBy(each => (each.Told[0].Id, each.Told[0].Severity))
            .OrderByDescending(group => group.Count()))
        {
            int failed = rule.Count(each => each.HasFailed);
            string severity = rule.Key.Severity == DiagnosticSeverity.Error ? "error " : "";
            table.Add(severity + rule.Key.Id, rule.Count(), failed, failed / (double)rule.Count());
        }

        return table;
    }

    private static void List(IReadOnlyList<TriedDraft> tried, HashSet<TriedDraft> ofTheData)
    {
        foreach (TriedDraft each in tried)
        {
            string outcome = each.HasFailed == each.IsTold ? each.HasFailed ? "told" : "trains"
                : !each.HasFailed ? "false" : ofTheData.Contains(each) ? "of the data" : "silent";
            Console.WriteLine($"{outcome}: {each.Summary}");
        }
    }

    private static void List(TriedDraft[] told, (CodeFix? Fix, double Skill)[] repaired)
    {
        for (int i = 0; i < told.Length; i++)
        {
            if (repaired[i].Fix is not { } fix)
                Console.WriteLine($"no fix: {told[i].Summary}");
            else if (!(repaired[i].Skill >= told[i].Problem.Passing))
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"not mended, {repaired[i].Skill:F2}, {fix.Id} {fix.Title}: {told[i].Summary}"));
        }

        Console.WriteLine();
    }
}
