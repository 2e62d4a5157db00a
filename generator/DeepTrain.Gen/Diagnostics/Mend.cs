using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepTrain.Gen.Diagnostics;

internal enum EditKind
{
    /// <summary>Gives an argument a value.</summary>
    Set,

    /// <summary>Takes an argument away, so that its default holds.</summary>
    Unset,

    /// <summary>Takes a step away.</summary>
    Remove,

    /// <summary>Writes another step in its place.</summary>
    Replace,

    /// <summary>Puts a step before it.</summary>
    InsertBefore,

    /// <summary>Puts a step after it.</summary>
    InsertAfter,
}

/// <summary>One change of a declaration.</summary>
/// <param name="Step">
/// The number of the step, the input being 0; in a diagnostic, that of the attribute on its class.
/// </param>
/// <param name="Argument">The name of a property, or of a constructor's parameter with its position: <c>slope@0</c>.</param>
/// <param name="Text">A value or a step as C#.</param>
internal sealed record Edit(EditKind Kind, int Step, string Argument = "", string Text = "")
{
    public bool ChangesArgument => Kind is EditKind.Set or EditKind.Unset;

    public bool Inserts => Kind is EditKind.InsertBefore or EditKind.InsertAfter;

    public static Edit Set(int step, string argument, string value) => new(EditKind.Set, step, argument, value);

    public static Edit Unset(int step, string argument) => new(EditKind.Unset, step, argument);

    public static Edit Remove(int step) => new(EditKind.Remove, step);

    public static Edit Replace(int step, string text) => new(EditKind.Replace, step, Text: text);

    public static Edit InsertBefore(int step, string text) => new(EditKind.InsertBefore, step, Text: text);

    public static Edit InsertAfter(int step, string text) => new(EditKind.InsertAfter, step, Text: text);
}

/// <summary>What would mend a network: the analyzer knows the numbers, so it tells the code fix what to write.</summary>
/// <param name="Title">What the editor offers.</param>
internal sealed record Mend(string Title, IReadOnlyList<Edit> Edits)
{
    private const string TitleKey = "MendTitle", EditsKey = "MendEdits";

    public Mend(string title, params Edit[] edits)
        : this(title, (IReadOnlyList<Edit>)edits)
    {
    }

    public ImmutableDictionary<string, string?> ToProperties(
        Func<int, AttributeData> attributes, CancellationToken cancellation)
    {
        var lines = Edits.Select(edit => string.Join(
            "\t", edit.Kind, Numbers.Of(Ordinal(attributes(edit.Step), cancellation)), edit.Argument, edit.Text));
        return ImmutableDictionary<string, string?>.Empty.Add(TitleKey, Title).Add(EditsKey, string.Join("\n", lines));
    }

    /// <summary>The mend of a diagnostic, if it has one.</summary>
    public static Mend? Of(Diagnostic diagnostic)
    {
        if (!diagnostic.Properties.TryGetValue(TitleKey, out string? title)
            || !diagnostic.Properties.TryGetValue(EditsKey, out string? edits))
            return null;
        return new Mend(title!, edits!.Split('\n').Select(Read).ToArray());
    }

    private static Edit Read(string line)
    {
        string[] parts = line.Split('\t');
        return new Edit(
            (EditKind)Enum.Parse(typeof(EditKind), parts[0]),
            int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture), parts[2], parts[3]);
    }

    /// <summary>The number of an attribute among all of its declaration, which syntax alone can count.</summary>
    private static int Ordinal(AttributeData attribute, CancellationToken cancellation)
    {
        SyntaxNode syntax = attribute.ApplicationSyntaxReference!.GetSyntax(cancellation);
        return AttributesOf((MemberDeclarationSyntax)syntax.Parent!.Parent!).TakeWhile(other => other != syntax).Count();
    }

    public static IEnumerable<AttributeSyntax> AttributesOf(MemberDeclarationSyntax declaration) =>
        declaration.AttributeLists.SelectMany(list => list.Attributes);
}
