using System.Collections.Immutable;
using System.Composition;
using DeepTrain.Gen.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DeepTrain.Gen.CodeFixes;

/// <summary>
/// DTG101 and up: makes the change that a diagnostic brings with it. The analyzer computed its numbers; here is only text.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MendNetworkCodeFix)), Shared]
public sealed class MendNetworkCodeFix : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [.. NetworkRules.All.Select(rule => rule.Id)];

    public override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(
        async (context, document, diagnostics) =>
            await ApplyAsync(document, diagnostics, context.CancellationToken).ConfigureAwait(false));

    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (Mend.Of(diagnostic) is not { } mend)
                continue;

            // numbers in a title differ from place to place; to be fixed together, the rule is what must be the same
            context.RegisterCodeFix(
                CodeAction.Create(
                    mend.Title,
                    cancellation => ApplyAsync(context.Document, [diagnostic], cancellation),
                    diagnostic.Id),
                diagnostic);
        }

        return Task.CompletedTask;
    }

    private static async Task<Document> ApplyAsync(
        Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        if (root is null)
            return document;
        SourceText text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        var changes = new List<TextChange>();
        foreach (var network in diagnostics.GroupBy(diagnostic => DeclarationOf(root, diagnostic)))
        {
            if (network.Key is { } declaration)
                changes.AddRange(new DeclarationEdits(declaration, text).Apply(network.SelectMany(Edits)));
        }

        return document.WithText(text.WithChanges(changes));
    }

    private static IEnumerable<Edit> Edits(Diagnostic diagnostic) => Mend.Of(diagnostic)?.Edits ?? [];

    private static MemberDeclarationSyntax? DeclarationOf(SyntaxNode root, Diagnostic diagnostic) =>
        root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<MemberDeclarationSyntax>();
}
