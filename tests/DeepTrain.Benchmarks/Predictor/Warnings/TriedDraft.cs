extern alias generator;

using generator::DeepTrain.Gen.Signal;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Benchmarks.Predictor;

/// <summary>A drawn network on a problem, with what came of it and what was said of it.</summary>
/// <param name="Skill">After the training; NaN where the loss became none.</param>
/// <param name="Forecast">What was predicted.</param>
/// <param name="Said">All that is said of it, the worst first.</param>
internal sealed record TriedDraft(
    NetworkDraft Draft, ProblemTrial Trial, double Skill, TrainabilityScore Forecast, IReadOnlyList<Diagnostic> Said)
{
    public Problem Problem => Trial.Problem;

    public bool HasFailed => !(Skill >= Problem.Passing);

    /// <summary>Its warnings and errors.</summary>
    public IReadOnlyList<Diagnostic> Told { get; } = [.. Said.Where(each => each.Severity >= DiagnosticSeverity.Warning)];

    public bool IsTold => Told.Count > 0;

    public bool HasError => Told.Any(each => each.Severity == DiagnosticSeverity.Error);

    /// <summary>In a line: all steps, how well it did, and what it was told.</summary>
    public string Summary => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{Problem.Kind.Name} {Problem.Number}, {Draft.Group} ({string.Join(", ", Draft.Mistakes)}): {Skill:F2} of {Problem.Reach:F2}, "
        + $"s {Forecast.Score:F2} or {Forecast.Prospect:F2} [{string.Join(", ", Told.Select(each => each.Id))}] {Trial.Source.ReplaceLineEndings(" ")}");

    /// <summary>The same drawing on another problem.</summary>
    public static ProblemTrial Declare(NetworkDraft draft, Problem problem, string className, int seed) =>
        new(problem, className, draft.Declare(className, problem), seed, draft.Scale);
}
