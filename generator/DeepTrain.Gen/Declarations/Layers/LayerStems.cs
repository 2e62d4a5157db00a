using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepTrain.Gen.Declarations;

/// <summary>
/// Turns layer names, which may be any identifier, into the starts of emitted names. Emitted code makes a name of a layer by
/// a suffix in Pascal case, such as <c>Weight</c> or <c>StageForward512</c>. So two names could only meet if one start went on
/// in such a suffix from the other, or from the start of a name that is no layer's: that start gets an underscore, which no
/// suffix has.
/// </summary>
internal static class LayerStems
{
    /// <summary>The layers with their stems; in usual networks the name itself, and the name in Pascal case.</summary>
    public static IReadOnlyList<LayerSpec> Give(IReadOnlyList<LayerSpec> layers)
    {
        var members = new List<string>();
        var locals = new List<string>();
        var named = new List<LayerSpec>();
        foreach (LayerSpec layer in layers)
        {
            string member = Free(Member(layer), members, ReservedNames.Members, _ => false);
            string local = Free(Local(layer.Name), locals, ReservedNames.Locals, ReservedNames.IsRegister);
            members.Add(member);
            locals.Add(local);
            named.Add(layer with { PascalName = member, LocalStem = local });
        }

        return named;
    }

    /// <summary>As a C# member starts: with a capital letter, so that it never meets a local variable.</summary>
    public static string Member(LayerSpec layer)
    {
        string name = layer.Name;
        if (name.StartsWith(layer.NameStem, StringComparison.Ordinal))
            return layer.Kind + name.Substring(layer.NameStem.Length);
        string pascal = char.ToUpperInvariant(name[0]) + name.Substring(1);
        return char.IsUpper(pascal[0]) ? pascal : "Layer" + name;
    }

    // capitals at the start become small, all but the one that begins the next word: FC1 is fc1, HTTPLayer is httpLayer
    private static string Local(string name)
    {
        char[] characters = name.ToCharArray();
        for (int i = 0; i < characters.Length && char.IsUpper(characters[i]); i++)
        {
            if (i > 0 && i + 1 < characters.Length && char.IsLower(characters[i + 1]))
                break;
            characters[i] = char.ToLowerInvariant(characters[i]);
        }

        string local = new(characters);
        return char.IsLower(local[0]) ? local : "layer" + name;
    }

    private static string Free(
        string wish, IReadOnlyList<string> layers, IReadOnlyCollection<string> reserved, Func<string, bool> isReserved)
    {
        string stem = wish;
        while (IsKeyword(stem)
            || isReserved(stem)
            || layers.Any(other => Meet(stem, other) || Meet(other, stem))
            || reserved.Any(name => Meet(stem, name)))
        {
            stem += "_";
        }

        return stem;
    }

    /// <summary>Whether <paramref name="name"/> is the stem, or the stem with what may be a suffix.</summary>
    private static bool Meet(string stem, string name)
    {
        if (!name.StartsWith(stem, StringComparison.Ordinal))
            return false;
        string rest = name.Substring(stem.Length);
        return rest.Length == 0 || (rest[0] is >= 'A' and <= 'Z' && rest.All(c => c < 0x80 && char.IsLetterOrDigit(c)));
    }

    private static bool IsKeyword(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None;
}
