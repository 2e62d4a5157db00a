using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DeepTrain.Gen.CodeFixes;

/// <summary>
/// Fixes all diagnostics of a document in one edit, so that fixes that touch the same place cannot collide.
/// </summary>
internal static class DocumentFixAll
{
    public delegate SyntaxNode Fix(SyntaxNode root, IReadOnlyList<Diagnostic> diagnostics);

    public static FixAllProvider Create(string title, Fix fix) => FixAllProvider.Create(
        async (context, document, diagnostics) =>
            await ApplyAsync(document, diagnostics, fix, context.CancellationToken).ConfigureAwait(false),
        [
            FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution,
            FixAllScope.ContainingType, FixAllScope.ContainingMember,
        ]);

    public static async Task<Document> ApplyAsync(
        Document document, ImmutableArray<Diagnostic> diagnostics, Fix fix, CancellationToken cancellation)
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        return root is null ? document : document.WithSyntaxRoot(fix(root, diagnostics));
    }
}
