using System.Collections.Immutable;
using System.Composition;
using DeepTrain.Gen.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepTrain.Gen.CodeFixes;

/// <summary>DTG001: adds <c>partial</c> to the network and to the types around it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartialCodeFix)), Shared]
public sealed class MakePartialCodeFix : CodeFixProvider
{
    private const string Title = "Make it partial";

    public override ImmutableArray<string> FixableDiagnosticIds => [DiagnosticIds.NotPartial];

    public override FixAllProvider GetFixAllProvider() => DocumentFixAll.Create(Title, Fix);

    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
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

    private static SyntaxNode Fix(SyntaxNode root, IReadOnlyList<Diagnostic> diagnostics)
    {
        // networks can share a container, which needs the modifier once
        IEnumerable<TypeDeclarationSyntax> closed = diagnostics
            .SelectMany(diagnostic => root.FindNode(diagnostic.Location.SourceSpan).AncestorsAndSelf())
            .OfType<TypeDeclarationSyntax>()
            .Where(type => !type.Modifiers.Any(SyntaxKind.PartialKeyword))
            .Distinct();
        return root.ReplaceNodes(closed, static (_, type) => AddPartial(type));
    }

    private static TypeDeclarationSyntax AddPartial(TypeDeclarationSyntax type)
    {
        SyntaxToken partial = SyntaxFactory.Token([], SyntaxKind.PartialKeyword, [SyntaxFactory.Space]);
        if (type.Modifiers.Count > 0)
            return type.WithModifiers(type.Modifiers.Add(partial));

        // without modifiers the comments and the indentation stand before the keyword
        SyntaxTriviaList leading = type.Keyword.LeadingTrivia;
        return type.WithKeyword(type.Keyword.WithLeadingTrivia()).WithModifiers([partial.WithLeadingTrivia(leading)]);
    }
}
