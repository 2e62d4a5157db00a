using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DeepTrain.Gen.Tests.Harness;

/// <summary>Applies a code fix to a one-file project.</summary>
internal static class CodeFixHarness
{
    /// <summary>
    /// The source after the fix of its first fixable diagnostic, of this id if one is given; null if none is offered.
    /// </summary>
    public static async Task<string?> Fix(CodeFixProvider provider, string source, string? id = null)
    {
        using var workspace = new AdhocWorkspace();
        Document document = Open(workspace, source);
        var diagnostics = await Fixable(provider, document, id);
        CodeAction? action = diagnostics.Length == 0 ? null : await FirstAction(provider, document, diagnostics[0]);
        return action is null ? null : await Apply(action, document);
    }

    /// <summary>The source after Fix All in the document.</summary>
    public static async Task<string> FixAll(CodeFixProvider provider, string source, string? id = null)
    {
        using var workspace = new AdhocWorkspace();
        Document document = Open(workspace, source);
        var diagnostics = await Fixable(provider, document, id);
        CodeAction first = (await FirstAction(provider, document, diagnostics[0]))!;
        var context = new FixAllContext(
            document, provider, FixAllScope.Document, first.EquivalenceKey, provider.FixableDiagnosticIds,
            new Known(diagnostics), CancellationToken.None);
        CodeAction? action = await provider.GetFixAllProvider()!.GetFixAsync(context);
        Assert.NotNull(action);
        return await Apply(action, document);
    }

    private static Document Open(AdhocWorkspace workspace, string source)
    {
        Project project = workspace.AddProject("User", LanguageNames.CSharp)
            .WithCompilationOptions(TestCompilation.Options)
            .WithParseOptions(TestCompilation.ParseOptions)
            .WithMetadataReferences(TestCompilation.References);
        return project
            .AddDocument("GlobalUsings.cs", "global using System; global using DeepTrain;").Project
            .AddDocument("File1.cs", source, filePath: "File1.cs");
    }

    private static async Task<ImmutableArray<Diagnostic>> Fixable(CodeFixProvider provider, Document document, string? id)
    {
        Compilation compilation = (await document.Project.GetCompilationAsync())!;
        ImmutableArray<Diagnostic> reported = await AnalyzerHarness.Analyze(compilation);
        return [.. reported.Where(diagnostic =>
            id is null ? provider.FixableDiagnosticIds.Contains(diagnostic.Id) : diagnostic.Id == id)];
    }

    private static async Task<CodeAction?> FirstAction(CodeFixProvider provider, Document document, Diagnostic diagnostic)
    {
        var actions = new List<CodeAction>();
        await provider.RegisterCodeFixesAsync(
            new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        return actions.FirstOrDefault();
    }

    private static async Task<string> Apply(CodeAction action, Document document)
    {
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(CancellationToken.None);
        Solution changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
        return (await changed.GetDocument(document.Id)!.GetTextAsync()).ToString();
    }

    private sealed class Known(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(
            Project project, CancellationToken cancellation) =>
            Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(
            Document document, CancellationToken cancellation) =>
            Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(
            Project project, CancellationToken cancellation) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
