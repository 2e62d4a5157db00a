using DeepTrain.Gen.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DeepTrain.Gen.CodeFixes;

/// <summary>
/// Turns edits of a network's steps into changes of text. Several diagnostics may ask for the same place: what was asked for
/// first is done, once.
/// </summary>
internal sealed class DeclarationEdits(MemberDeclarationSyntax declaration, SourceText text)
{
    private readonly AttributeSyntax[] _attributes = [.. Mend.AttributesOf(declaration)];

    public IEnumerable<TextChange> Apply(IEnumerable<Edit> edits)
    {
        foreach (var step in edits.Distinct().GroupBy(edit => edit.Step).OrderBy(step => step.Key))
        {
            if (step.Key >= _attributes.Length)
                continue;
            AttributeSyntax attribute = _attributes[step.Key];
            foreach (Edit edit in step.Where(edit => edit.Kind == EditKind.InsertBefore))
                yield return Insert(attribute, edit.Text, isBefore: true);

            Edit? whole = step.FirstOrDefault(edit => edit.Kind is EditKind.Remove or EditKind.Replace);
            IEnumerable<Edit> ofArguments = step.Where(edit => edit.Kind is EditKind.Set or EditKind.Unset);
            if (whole is { Kind: EditKind.Remove })
                yield return new TextChange(RemovedSpan(attribute), "");
            else if (whole is not null)
                yield return new TextChange(attribute.Span, Replacement(attribute, whole.Text));
            else if (ChangeArguments(attribute, ofArguments) is { } change)
                yield return change;

            foreach (Edit edit in step.Where(edit => edit.Kind == EditKind.InsertAfter))
                yield return Insert(attribute, edit.Text, isBefore: false);
        }
    }

    /// <summary>A layer keeps its name: parameters in files are named after it.</summary>
    private string Replacement(AttributeSyntax attribute, string step)
    {
        string replacement = Qualifier(attribute) + step;
        AttributeArgumentSyntax? name = attribute.ArgumentList?.Arguments
            .FirstOrDefault(argument => NameOf(argument) == "Name");
        if (name is null)
            return replacement;
        return replacement.EndsWith(")", StringComparison.Ordinal)
            ? $"{replacement.Substring(0, replacement.Length - 1)}, {name})"
            : $"{replacement}({name})";
    }

    private TextChange? ChangeArguments(AttributeSyntax attribute, IEnumerable<Edit> edits)
    {
        List<(string? Name, string Text)> arguments = attribute.ArgumentList?.Arguments
            .Select(argument => (NameOf(argument), argument.ToString())).ToList() ?? [];
        var settled = new HashSet<string>(StringComparer.Ordinal);
        bool isChanged = false;
        foreach (Edit edit in edits)
        {
            string[] parts = edit.Argument.Split('@');
            int position = parts.Length > 1 ? int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) : -1;
            if (!settled.Add(parts[0]))
                continue;
            int index = arguments.FindIndex(argument => argument.Name == parts[0]);
            if (index < 0 && position >= 0 && position < arguments.Count && arguments[position].Name is null)
                index = position;
            if (edit.Kind == EditKind.Unset)
            {
                if (index >= 0)
                    arguments.RemoveAt(index);
                isChanged |= index >= 0;
                continue;
            }

            isChanged = true;
            string value = edit.Text.StartsWith("Init.", StringComparison.Ordinal)
                ? Qualifier(attribute) + edit.Text
                : edit.Text;
            bool isParameter = position >= 0;
            if (index >= 0)
                arguments[index] = (parts[0], arguments[index].Name is null ? value : Named(parts[0], isParameter, value));
            else
                arguments.Insert(isParameter ? 0 : arguments.Count, (parts[0], Named(parts[0], isParameter, value)));
        }

        if (!isChanged)
            return null;
        TextSpan span = attribute.ArgumentList?.Span ?? new TextSpan(attribute.Span.End, 0);
        string list = arguments.Count == 0 ? "" : $"({string.Join(", ", arguments.Select(argument => argument.Text))})";
        return new TextChange(span, list);
    }

    private static string Named(string name, bool isParameter, string value) =>
        isParameter ? $"{name}: {value}" : $"{name} = {value}";

    private static string? NameOf(AttributeArgumentSyntax argument) =>
        argument.NameEquals?.Name.Identifier.ValueText ?? argument.NameColon?.Name.Identifier.ValueText;

    // a line of its own where the neighbour has one
    private TextChange Insert(AttributeSyntax attribute, string step, bool isBefore)
    {
        var list = (AttributeListSyntax)attribute.Parent!;
        string name = Qualifier(attribute) + step;
        if (list.Attributes.Count > 1)
        {
            return isBefore
                ? new TextChange(new TextSpan(attribute.SpanStart, 0), name + ", ")
                : new TextChange(new TextSpan(attribute.Span.End, 0), ", " + name);
        }

        TextLine line = text.Lines.GetLineFromPosition(list.SpanStart);
        string before = text.ToString(TextSpan.FromBounds(line.Start, list.SpanStart));
        bool isOwnLine = string.IsNullOrWhiteSpace(before);
        string lineEnd = text.ToString(TextSpan.FromBounds(line.End, line.EndIncludingLineBreak));
        string gap = isOwnLine && lineEnd != "" ? lineEnd + before : " ";
        return isBefore
            ? new TextChange(new TextSpan(list.SpanStart, 0), $"[{name}]{gap}")
            : new TextChange(new TextSpan(list.Span.End, 0), $"{gap}[{name}]");
    }

    /// <summary>The attribute with its brackets, or its comma, and with its line if nothing else is on it.</summary>
    private TextSpan RemovedSpan(AttributeSyntax attribute)
    {
        var list = (AttributeListSyntax)attribute.Parent!;
        int index = list.Attributes.IndexOf(attribute);
        if (list.Attributes.Count > 1)
        {
            return index == 0
                ? TextSpan.FromBounds(attribute.SpanStart, list.Attributes[1].SpanStart)
                : TextSpan.FromBounds(list.Attributes[index - 1].Span.End, attribute.Span.End);
        }

        TextLine first = text.Lines.GetLineFromPosition(list.SpanStart);
        TextLine last = text.Lines.GetLineFromPosition(list.Span.End);
        bool isAlone = string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(first.Start, list.SpanStart)))
            && string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(list.Span.End, last.End)));
        if (isAlone)
            return TextSpan.FromBounds(first.Start, last.EndIncludingLineBreak);
        int end = list.Span.End;
        while (end < last.End && text[end] == ' ')
            end++;
        return TextSpan.FromBounds(list.SpanStart, end);
    }

    // DeepTrain. where the step is written so
    private static string Qualifier(AttributeSyntax attribute) => attribute.Name switch
    {
        QualifiedNameSyntax qualified => qualified.Left + ".",
        AliasQualifiedNameSyntax alias => alias.Alias + "::",
        _ => "",
    };
}
