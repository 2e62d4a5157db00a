using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DeepTrain.Gen.Dialects;

/// <summary>
/// Emitted code for a project whose arithmetic is checked: the body of each member that computes is <c>unchecked</c>, as a
/// whole, for pointers that step backwards overflow like numbers, and a check of each step of a loop would cost much time.
/// </summary>
internal static class UncheckedCode
{
    private const string Tab = "    ";

    // newer than any that is emitted
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview, DocumentationMode.None);

    public static string Of(string text)
    {
        SourceText source = SourceText.From(text);
        var changes = new List<TextChange>();
        foreach (SyntaxNode node in CSharpSyntaxTree.ParseText(source, Options).GetRoot().DescendantNodes(IsOutsideOfBodies))
        {
            if (!Computes(node))
                continue;
            if (node is BlockSyntax block)
                Wrap(block, source, changes);
            else if (node is ArrowExpressionClauseSyntax arrow)
                Wrap(arrow, changes);
            else if (node is EqualsValueClauseSyntax { Value: not InitializerExpressionSyntax } initial && !IsConstant(initial))
                Enclose(initial.Value, "unchecked(", ")", changes);
        }

        return source.WithChanges(changes.OrderBy(change => change.Span.Start)).ToString();
    }

    private static bool IsOutsideOfBodies(SyntaxNode node) =>
        node is not (BlockSyntax or ArrowExpressionClauseSyntax or EqualsValueClauseSyntax or AttributeListSyntax);

    /// <summary>The statements between braces that stand on lines of their own.</summary>
    private static void Wrap(BlockSyntax block, SourceText source, List<TextChange> changes)
    {
        int open = source.Lines.IndexOf(block.OpenBraceToken.SpanStart);
        int close = source.Lines.IndexOf(block.CloseBraceToken.SpanStart);
        if (open == close)
        {
            changes.Add(new TextChange(new TextSpan(block.OpenBraceToken.Span.End, 0), " unchecked {"));
            changes.Add(new TextChange(new TextSpan(block.CloseBraceToken.SpanStart, 0), "} "));
            return;
        }

        string indentation = new string(' ', block.OpenBraceToken.SpanStart - source.Lines[open].Start) + Tab;
        changes.Add(Insert(source.Lines[open + 1].Start, $"{indentation}unchecked\n{indentation}{{\n"));
        for (int line = open + 1; line < close; line++)
        {
            if (source.Lines[line].Span.Length > 0)
                changes.Add(Insert(source.Lines[line].Start, Tab));
        }

        changes.Add(Insert(source.Lines[close].Start, $"{indentation}}}\n"));
    }

    private static void Wrap(ArrowExpressionClauseSyntax arrow, List<TextChange> changes)
    {
        if (!IsStatement(arrow))
        {
            Enclose(arrow.Expression, "unchecked(", ")", changes);
            return;
        }

        // a call without a value is no operand of unchecked(...)
        changes.Add(new TextChange(arrow.ArrowToken.Span, "{ unchecked {"));
        changes.Add(Insert(arrow.Parent!.GetLastToken().Span.End, " } }"));
    }

    /// <summary>Constants are checked in every project, and fit.</summary>
    private static bool IsConstant(EqualsValueClauseSyntax initial) =>
        initial.Parent?.Parent?.Parent is FieldDeclarationSyntax field && field.Modifiers.Any(SyntaxKind.ConstKeyword);

    /// <summary>Whether what follows the arrow has no value.</summary>
    private static bool IsStatement(ArrowExpressionClauseSyntax arrow) => arrow.Parent switch
    {
        _ when arrow.Expression is ThrowExpressionSyntax => true,
        MethodDeclarationSyntax method => method.ReturnType is PredefinedTypeSyntax { Keyword: var keyword }
            && keyword.IsKind(SyntaxKind.VoidKeyword),
        ConstructorDeclarationSyntax => true,
        AccessorDeclarationSyntax accessor => !accessor.IsKind(SyntaxKind.GetAccessorDeclaration),
        _ => false,
    };

    private static void Enclose(ExpressionSyntax value, string before, string after, List<TextChange> changes)
    {
        changes.Add(Insert(value.SpanStart, before));
        changes.Add(Insert(value.Span.End, after));
    }

    private static TextChange Insert(int position, string text) => new(new TextSpan(position, 0), text);

    /// <summary>Whether there is an operation that <c>checked</c> changes; those on vectors cannot be told apart.</summary>
    private static bool Computes(SyntaxNode node) => node.DescendantNodes().Any(part => part.Kind() is
        SyntaxKind.AddExpression or SyntaxKind.SubtractExpression or SyntaxKind.MultiplyExpression
        or SyntaxKind.DivideExpression or SyntaxKind.UnaryMinusExpression or SyntaxKind.CastExpression
        or SyntaxKind.AddAssignmentExpression or SyntaxKind.SubtractAssignmentExpression
        or SyntaxKind.MultiplyAssignmentExpression or SyntaxKind.DivideAssignmentExpression
        or SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression
        or SyntaxKind.PostIncrementExpression or SyntaxKind.PostDecrementExpression
        or SyntaxKind.ElementAccessExpression);
}
