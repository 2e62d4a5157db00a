using System.Collections.Immutable;
using System.Composition;
using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepTrain.Gen.CodeFixes;

/// <summary>
/// DTG005: puts <c>[Flatten]</c> before a layer that is given images and would take their numbers as features.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(InsertFlattenCodeFix)), Shared]
public sealed class InsertFlattenCodeFix : CodeFixProvider
{
    private const string Title = "Insert [Flatten]";

    public override ImmutableArray<string> FixableDiagnosticIds => [DiagnosticIds.ShapeMismatch];

    public override FixAllProvider GetFixAllProvider() => DocumentFixAll.Create(Title, Fix);

    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics.Where(IsMendedByFlatten))
        {
            context.RegisterCodeFix(
                CodeAction.Create(
                    Title,
                    cancellation => DocumentFixAll.ApplyAsync(context.Document, [diagnostic], Fix, cancellation),
                    Title),
                diagnostic);
        }

        return Task.CompletedTask;
    }

    private static bool IsMendedByFlatten(Diagnostic diagnostic) =>
        diagnostic.Properties.TryGetValue(LayerChain.MendProperty, out string? mend) && mend == LayerChain.MendByFlatten;

    private static SyntaxNode Fix(SyntaxNode root, IReadOnlyList<Diagnostic> diagnostics)
    {
        var attributes = diagnostics
            .Where(IsMendedByFlatten)
            .Select(diagnostic => root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<AttributeSyntax>())
            .OfType<AttributeSyntax>()
            .ToImmutableHashSet();
        var lists = attributes.Select(attribute => (AttributeListSyntax)attribute.Parent!).Distinct();
        return root.ReplaceNodes(
            lists.Select(list => list.Parent!).Distinct(),
            (declaration, _) => WithFlatten(declaration, attributes));
    }

    private static SyntaxNode WithFlatten(SyntaxNode declaration, ImmutableHashSet<AttributeSyntax> attributes)
    {
        foreach (AttributeSyntax attribute in attributes.Where(attribute => attribute.Parent!.Parent == declaration))
        {
            var list = (AttributeListSyntax)attribute.Parent!;
            AttributeSyntax flatten = SyntaxFactory.Attribute(FlattenName(attribute.Name));
            return list.Attributes[0] == attribute
                ? declaration.InsertNodesBefore(list, [Separate(flatten, list)])
                : declaration.InsertNodesBefore(attribute, [flatten]);
        }

        return declaration;
    }

    // a line of its own, indented as the layer's, if the layer has one; the comments before the layer stay with the layer
    private static AttributeListSyntax Separate(AttributeSyntax flatten, AttributeListSyntax before)
    {
        SyntaxTrivia lineEnd = before.GetFirstToken().GetPreviousToken().TrailingTrivia.LastOrDefault(IsLineEnd);
        var indentation = before.GetLeadingTrivia()
            .Reverse()
            .TakeWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia))
            .ToArray();
        return SyntaxFactory.AttributeList([flatten])
            .NormalizeWhitespace() // otherwise the formatter would join what stands on one line
            .WithLeadingTrivia(indentation)
            .WithTrailingTrivia(IsLineEnd(lineEnd) ? lineEnd : SyntaxFactory.Space);
    }

    private static bool IsLineEnd(SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.EndOfLineTrivia);

    // qualified where the layer is
    private static NameSyntax FlattenName(NameSyntax layer)
    {
        IdentifierNameSyntax flatten = SyntaxFactory.IdentifierName("Flatten");
        return layer switch
        {
            QualifiedNameSyntax qualified => qualified.WithRight(flatten),
            AliasQualifiedNameSyntax alias => alias.WithName(flatten),
            _ => flatten,
        };
    }
}
