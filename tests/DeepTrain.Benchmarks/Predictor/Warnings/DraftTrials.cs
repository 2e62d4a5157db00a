extern alias generator;

using generator::DeepTrain.Gen.Signal;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Benchmarks.Predictor;

/// <summary>Draws problems and networks, trains them, and asks the analyzers.</summary>
internal static class DraftTrials
{
    /// <summary>Problems of a kind on which usual networks learn something, with how much.</summary>
    public static IReadOnlyList<Problem> DrawProblems(ProblemKind kind, int count)
    {
        Problem[] candidates = [.. Enumerable.Range(kind.First, count + count / 2).Select(kind.Draw)];
        NetworkDraft[] references = [.. DraftDrawing.References()];
        ProblemTrial[] trials = [.. candidates.SelectMany((problem, at) => references.Select((draft, i) => TriedDraft.Declare(
            draft, problem, $"Reference{at}x{i}", Seeds.Of("reference", kind.Name, problem.Number * references.Length + i))))];
        double[] skills = new Bench($"{kind.Name}, what there is to learn").Run(trials);
        return
        [
            .. candidates.Select((problem, at) => problem with
            {
                Reach = skills.AsSpan(at * references.Length, references.Length).ToArray().Max(Known),
            })
            .Where(problem => problem.Reach >= Problem.LeastReach).Take(count),
        ];
    }

    /// <summary>So many networks on each problem; of these only the ones that are told something, where the others do not count.</summary>
    public static IReadOnlyList<TriedDraft> Run(IReadOnlyList<Problem> problems, int networks, bool areAllTrained = true)
    {
        var drawn = new List<(NetworkDraft Draft, ProblemTrial Trial)>();
        foreach (Problem problem in problems)
        {
            for (int i = 0; i < networks; i++)
            {
                int seed = SeedOf(problem, i);
                NetworkDraft draft = DraftDrawing.Draw(new Random(seed));
                drawn.Add((draft, TriedDraft.Declare(draft, problem, $"Network{drawn.Count}", seed)));
            }
        }

        var said = Diagnosis.Of([.. drawn.Select(each => each.Trial.Source)], DiagnosticSeverity.Info);
        int[] tried = [.. Enumerable.Range(0, drawn.Count)
            .Where(i => areAllTrained || said[i].Any(each => each.Severity >= DiagnosticSeverity.Warning))];
        ProblemTrial[] trials = [.. tried.Select(i => drawn[i].Trial)];
        double[] skills = new Bench(problems.Count > 0 ? problems[0].Kind.Name : "none").Run(trials);
        TrainabilityScore[] forecasts = [.. Forecast.Of(trials)];
        return [.. tried.Select((at, i) => new TriedDraft(drawn[at].Draft, drawn[at].Trial, skills[i], forecasts[i], said[at]))];
    }

    /// <summary>
    /// Whether only the data can have told: the same network trains on at least half of the problems of other kinds that it
    /// is put on.
    /// </summary>
    public static bool[] TrainElsewhere(IReadOnlyList<TriedDraft> some, IReadOnlyList<Problem> problems)
    {
        var trials = new List<(int Owner, ProblemTrial Trial)>();
        for (int i = 0; i < some.Count; i++)
        {
            foreach (Problem problem in problems.Where(each => each.Kind != some[i].Problem.Kind).DistinctBy(each => each.Kind))
                trials.Add((i, TriedDraft.Declare(some[i].Draft, problem, $"Elsewhere{trials.Count}", some[i].Trial.Seed)));
        }

        double[] skills = new Bench("silent failures on other problems").Run([.. trials.Select(each => each.Trial)]);
        return
        [
            .. Enumerable.Range(0, some.Count).Select(i =>
            {
                int[] own = [.. Enumerable.Range(0, trials.Count).Where(at => trials[at].Owner == i)];
                return 2 * own.Count(at => skills[at] >= trials[at].Trial.Problem.Passing) >= own.Length;
            }),
        ];
    }

    /// <summary>What the first fix makes of networks; null where none is offered.</summary>
    public static (CodeFix? Fix, double Skill)[] Repair(IReadOnlyList<TriedDraft> some)
    {
        CodeFix?[] fixes = [.. some.Select(each => CodeFix.First(each.Trial.Source).GetAwaiter().GetResult())];
        int[] offered = [.. Enumerable.Range(0, some.Count).Where(i => fixes[i] is not null)];
        double[] skills = new Bench("repairs").Run([.. offered.Select(i => some[i].Trial with
        {
            ClassName = $"Repaired{i}",
            Source = fixes[i]!.Source.Replace($"class {some[i].Trial.ClassName};", $"class Repaired{i};", StringComparison.Ordinal),
        })]);
        var repaired = new (CodeFix?, double)[some.Count];
        for (int i = 0; i < offered.Length; i++)
            repaired[offered[i]] = (fixes[offered[i]], skills[i]);
        return repaired;
    }

    private static int SeedOf(Problem problem, int i) => Seeds.Of("warnings", problem.Kind.Name, 1000 * problem.Number + i);

    private static double Known(double skill) => double.IsNaN(skill) ? double.NegativeInfinity : skill;
}
