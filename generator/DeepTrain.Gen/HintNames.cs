using System.Globalization;
using DeepTrain.Gen.Model;

namespace DeepTrain.Gen;

/// <summary>
/// The names of one network's files. The compiler wants them to differ in more than case, C# names need not: <c>Net</c> and
/// <c>net</c> are two classes, <c>fcA</c> and <c>fca</c> two layers.
/// </summary>
internal sealed class HintNames(NetworkHeader header, bool isAmbiguous)
{
    private const string Extension = ".g.cs";

    private readonly HashSet<string> _used = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names that more than one network starts its files with.</summary>
    public static EquatableArray<string> Ambiguous(IEnumerable<string> names) => names
        .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
        .Where(same => same.Count() > 1)
        .Select(same => same.Key.ToUpperInvariant())
        .OrderBy(name => name, StringComparer.Ordinal)
        .ToEquatableArray();

    public static bool Contains(EquatableArray<string> ambiguous, NetworkHeader header) =>
        ambiguous.Contains(header.HintName.ToUpperInvariant());

    public string Unique(string hintName)
    {
        string stem = hintName.EndsWith(Extension, StringComparison.Ordinal)
            ? hintName.Substring(0, hintName.Length - Extension.Length)
            : hintName;
        if (isAmbiguous)
            stem += "-" + Hash(header.HintName).ToString("x8", CultureInfo.InvariantCulture);
        string unique = stem;
        for (int number = 2; !_used.Add(unique); number++)
            unique = $"{stem}-{number.ToString(CultureInfo.InvariantCulture)}";
        return unique + Extension;
    }

    // FNV-1a: string.GetHashCode differs from one run of the compiler to the next
    private static uint Hash(string text)
    {
        uint hash = 2166136261;
        foreach (char character in text)
            hash = unchecked((hash ^ character) * 16777619);
        return hash;
    }
}
