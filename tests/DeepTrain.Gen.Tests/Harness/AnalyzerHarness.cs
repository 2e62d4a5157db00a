using System.Collections.Immutable;
using System.Text;
using DeepTrain.Gen.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace DeepTrain.Gen.Tests.Harness;

/// <summary>
/// Runs the analyzers as a build does: on the compilation with the emitted code. Sources mark what is expected as
/// <c>{|DTG006:1.5f|}</c>; what is not marked must not be reported.
/// </summary>
internal static class AnalyzerHarness
{
    /// <summary>Every analyzer of the generator's assembly.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
    [
        .. typeof(DeclarationAnalyzer).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsAbstract)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    /// <summary>The declaration errors are exactly the marked ones, and the compiler adds none of its own.</summary>
    /// <returns>Their messages, in the order of the source.</returns>
    public static async Task<IReadOnlyList<string>> Verify(params string[] markedSources)
    {
        var (reported, compiler) = await Check(markedSources, TestCompilation.Create);
        Assert.Empty(compiler);
        return reported;
    }

    /// <summary>As <see cref="Verify(string[])"/>, in a project with settings of its own.</summary>
    public static async Task<IReadOnlyList<string>> Verify(TestProject project, params string[] markedSources)
    {
        var (reported, compiler) = await Check(markedSources, sources => TestCompilation.Create(project, sources));
        Assert.Empty(compiler);
        return reported;
    }

    /// <summary>
    /// As <see cref="Verify(string[])"/>, for sources that the compiler rejects too; it gives these ids, each once or more.
    /// </summary>
    public static async Task<IReadOnlyList<string>> VerifyBesides(string[] compilerIds, params string[] markedSources)
    {
        var (reported, compiler) = await Check(markedSources, TestCompilation.Create);
        Assert.Equal(compilerIds.Order(), compiler.Select(diagnostic => diagnostic.Id).Distinct().Order());
        return reported;
    }

    /// <summary>All DTG diagnostics, in the order of the source.</summary>
    public static async Task<ImmutableArray<Diagnostic>> Run(CSharpCompilation compilation, bool withGenerator = true)
    {
        Compilation analyzed = withGenerator ? GeneratorHarness.Run(compilation).Output : compilation;
        return await Analyze(analyzed);
    }

    public static async Task<ImmutableArray<Diagnostic>> Analyze(Compilation compilation)
    {
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]),
            onAnalyzerException: (exception, analyzer, _) =>
                throw new InvalidOperationException($"{analyzer} threw", exception),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false);
        CompilationWithAnalyzers analyzed = compilation.WithAnalyzers(Analyzers, options);
        ImmutableArray<Diagnostic> diagnostics = await analyzed.GetAnalyzerDiagnosticsAsync();
        return [.. diagnostics
            .OrderBy(d => d.Location.SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(d => d.Location.SourceSpan.Start)];
    }

    /// <summary>What the compiler says, with the analysis of null that emitted files leave out.</summary>
    public static IEnumerable<Diagnostic> WarningsAndErrors(Compilation compilation)
    {
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            string text = tree.ToString()
                .Replace("#nullable disable warnings", "#nullable enable warnings", StringComparison.Ordinal);
            compilation = compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(SourceText.From(text, Encoding.UTF8)));
        }

        return compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
    }

    public static IEnumerable<Diagnostic> Errors(Compilation compilation) =>
        compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    private static async Task<(IReadOnlyList<string> Reported, IReadOnlyList<Diagnostic> Compiler)> Check(
        string[] markedSources, Func<string[], CSharpCompilation> create)
    {
        Markup[] markups = [.. markedSources.Select(Markup.Parse)];
        GeneratorRun run = GeneratorHarness.Run(create([.. markups.Select(markup => markup.Source)]));
        Diagnostic[] reported = [.. (await Analyze(run.Output)).Where(IsDeclarationError)];
        Assert.Equal(markups.SelectMany((markup, i) => markup.Places($"File{i + 1}.cs")), reported.Select(Describe));
        return ([.. reported.Select(diagnostic => diagnostic.GetMessage())], [.. Errors(run.Output)]);
    }

    private static bool IsDeclarationError(Diagnostic diagnostic) =>
        diagnostic.Id.StartsWith("DTG0", StringComparison.Ordinal);

    private static string Describe(Diagnostic diagnostic)
    {
        SyntaxTree tree = diagnostic.Location.SourceTree!;
        return Markup.Describe(tree.FilePath, tree.ToString(), diagnostic.Id, diagnostic.Location.SourceSpan);
    }
}
