extern alias generator;

using System.Collections.Immutable;
using DeepTrain.Benchmarks.Compilation;
using generator::DeepTrain.Gen.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeepTrain.Benchmarks.Predictor;

/// <summary>What the real analyzers say of declarations: warnings and errors.</summary>
internal static class Diagnosis
{
    public static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers =
    [
        .. typeof(NetworkAnalyzer).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsAbstract)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    /// <summary>For each trial its warnings and errors, errors first, then in the order of the source.</summary>
    public static IReadOnlyList<Diagnostic>[] Of(IReadOnlyList<Trial> trials) => Of([.. trials.Select(trial => trial.Source)]);

    /// <summary>The same for declarations of one class each, and for what is less severe too if it is asked for.</summary>
    public static IReadOnlyList<Diagnostic>[] Of(
        IReadOnlyList<string> sources, DiagnosticSeverity least = DiagnosticSeverity.Warning) =>
        [.. sources.Chunk(100).SelectMany(part => Analyze(part, least))];

    public static IReadOnlyList<Diagnostic> Sort(
        IEnumerable<Diagnostic> diagnostics, DiagnosticSeverity least = DiagnosticSeverity.Warning) =>
    [
        .. diagnostics
            .Where(diagnostic => diagnostic.Severity >= least)
            .OrderByDescending(diagnostic => diagnostic.Severity)
            .ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start),
    ];

    private static IEnumerable<IReadOnlyList<Diagnostic>> Analyze(string[] sources, DiagnosticSeverity least)
    {
        CSharpCompilation compilation = InMemoryProject.Declare(sources);
        var byFile = compilation.WithAnalyzers(Analyzers).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult()
            .ToLookup(diagnostic => diagnostic.Location.SourceTree?.FilePath);
        return sources.Select((_, i) => Sort(byFile[$"File{i + 1}.cs"], least)).ToArray();
    }
}
