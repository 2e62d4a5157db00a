using DeepTrain.Benchmarks.Compilation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeepTrain.Benchmarks.Predictor;

/// <summary>What an editor does when the user takes the first fix that is offered.</summary>
/// <param name="Id">The rule that offered it.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Source">The declaration after it.</param>
internal sealed record CodeFix(string Id, string Title, string Source)
{
    private static readonly CodeFixProvider[] s_providers =
    [
        .. typeof(DeepTrain.Gen.CodeFixes.MendNetworkCodeFix).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(CodeFixProvider)) && !type.IsAbstract)
            .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!),
    ];

    /// <summary>The first fix of the first warning or error that has one; null if none has.</summary>
    public static async Task<CodeFix?> First(string source)
    {
        using var workspace = new AdhocWorkspace();
        Document document = Open(workspace, source);
        Microsoft.CodeAnalysis.Compilation compilation = (await document.Project.GetCompilationAsync())!;
        foreach (Diagnostic diagnostic in Diagnosis.Sort(
            await compilation.WithAnalyzers(Diagnosis.Analyzers).GetAnalyzerDiagnosticsAsync()))
        {
            var actions = new List<CodeAction>();
            var context = new CodeFixContext(
                document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None);
            foreach (var provider in s_providers.Where(each => each.FixableDiagnosticIds.Contains(diagnostic.Id)))
                await provider.RegisterCodeFixesAsync(context);
            if (actions.Count > 0)
                return new CodeFix(diagnostic.Id, actions[0].Title, await Apply(actions[0], document));
        }

        return null;
    }

    private static Document Open(AdhocWorkspace workspace, string source)
    {
        var declared = InMemoryProject.Declare();
        Project project = workspace.AddProject("User", LanguageNames.CSharp)
            .WithCompilationOptions(declared.Options)
            .WithParseOptions(declared.SyntaxTrees[0].Options)
            .WithMetadataReferences(declared.References);
        foreach (SyntaxTree tree in declared.SyntaxTrees)
            project = project.AddDocument(tree.FilePath, tree.GetText()).Project;
        return project.AddDocument("Network.cs", source, filePath: "Network.cs");
    }

    private static async Task<string> Apply(CodeAction action, Document document)
    {
        var operations = await action.GetOperationsAsync(CancellationToken.None);
        Solution changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
        return (await changed.GetDocument(document.Id)!.GetTextAsync()).ToString();
    }
}
