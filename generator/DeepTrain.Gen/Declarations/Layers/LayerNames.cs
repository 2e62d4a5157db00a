using System.Globalization;
using DeepTrain.Gen.Diagnostics;
using DeepTrain.Gen.Model;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepTrain.Gen.Declarations;

/// <summary>
/// Gives every layer its name: the declared one, or its kind and its number among the layers of that kind.
/// </summary>
internal static class LayerNames
{
    private const string Argument = "Name";

    /// <summary>The layers with their names, in order.</summary>
    public static IReadOnlyList<LayerSpec> Give(
        string network, IReadOnlyList<DeclaredStep> steps, IReadOnlyList<LayerSpec> layers, Problems problems)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var named = new List<LayerSpec>();
        for (int i = 0; i < layers.Count; i++)
        {
            string stem = layers[i].NameStem;
            int number = counts[stem] = counts.TryGetValue(stem, out int before) ? before + 1 : 1;
            string fallback = stem + number.ToString(CultureInfo.InvariantCulture);
            string? declared = steps[i].Arguments.TextOrNull(Argument);
            if (declared is not null && !IsIdentifier(declared))
            {
                steps[i].Arguments.Reject(Argument, $"\"{declared}\"", "a C# identifier");
                declared = null;
            }

            named.Add(layers[i] with { Name = declared ?? fallback });
        }

        CheckThatTheyDiffer(network, steps, named, problems);
        LayerKeys.Check(network, steps, named, problems);
        return LayerStems.Give(named);
    }

    // emitted members are named after layers with a capital first letter, so that letter's case does not tell
    // two layers apart
    private static void CheckThatTheyDiffer(
        string network, IReadOnlyList<DeclaredStep> steps, IReadOnlyList<LayerSpec> layers, Problems problems)
    {
        foreach (var same in Enumerable.Range(0, layers.Count).GroupBy(i => LayerStems.Member(layers[i]), StringComparer.Ordinal))
        {
            // who declared its name can change it: the default is not in the source
            int keeper = same.OrderBy(i => steps[i].Arguments.TextOrNull(Argument) is not null).First();
            foreach (int i in same.Where(i => i != keeper))
            {
                string kept = $"'{layers[keeper].Name}', the name of its [{steps[keeper].Name}]";
                problems.Add(
                    DeclarationRules.NameClash, steps[i].Attribute, Argument,
                    "Layer name", layers[i].Name, network,
                    $"is too like {kept}; emitted methods are named after layers");
            }
        }
    }

    /// <summary>Names of the form __x are the compiler's, and characters that C# ignores would make two names one.</summary>
    private static bool IsIdentifier(string name) =>
        SyntaxFacts.IsValidIdentifier(name)
        && !name.StartsWith("__", StringComparison.Ordinal)
        && name.All(character => char.GetUnicodeCategory(character) != UnicodeCategory.Format);
}
