using System.Globalization;
using System.Text;
using DeepTrain.Gen.Model;

namespace DeepTrain.Gen;

/// <summary>
/// The names of one network's files. The compiler wants them to differ in more than case, C# names need not: <c>Net</c> and
/// <c>net</c> are two classes, <c>fcA</c> and <c>fca</c> two layers. It takes letters, digits and a few signs, and a file
/// system takes no more than 255 bytes.
/// </summary>
internal sealed class HintNames(NetworkHeader header, bool isAmbiguous)
{
    private const string Extension = ".g.cs";

    /// <summary>Bytes of the network's name, and of the subject's, that are kept.</summary>
    private const int LongestPart = 100;

    private readonly HashSet<string> _used = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _stem = Legal(header.HintName) + (isAmbiguous ? "-" + StableHash.Of(header.HintName) : "");

    /// <summary>The names that more than one network starts its files with.</summary>
    public static EquatableArray<string> Ambiguous(IEnumerable<string> names) => names
        .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
        .Where(same => same.Count() > 1)
        .Select(same => same.Key.ToUpperInvariant())
        .OrderBy(name => name, StringComparer.Ordinal)
        .ToEquatableArray();

    public static bool Contains(EquatableArray<string> ambiguous, NetworkHeader header) =>
        ambiguous.Contains(header.HintName.ToUpperInvariant());

    /// <summary>The name of the file on a subject; empty for the one with the public surface.</summary>
    public string Unique(string subject)
    {
        string name = subject.Length == 0 ? _stem : $"{_stem}.{Legal(subject)}";
        string unique = name;
        for (int number = 2; !_used.Add(unique); number++)
            unique = $"{name}-{number.ToString(CultureInfo.InvariantCulture)}";
        return unique + Extension;
    }

    /// <summary>The name of the one file for a class that is not partial; no network has such a name.</summary>
    public static string OfClosedClass(string type) =>
        Legal(type.Replace("global::", "")) + "-closed-" + StableHash.Of(type) + Extension;

    // what is changed gets a hash of what it was
    private static string Legal(string part)
    {
        var legal = new StringBuilder(part.Length);
        int bytes = 0;
        foreach (char character in part)
        {
            bytes += character < 0x80 ? 1 : 3;
            if (bytes > LongestPart)
                break;
            legal.Append(char.IsLetterOrDigit(character) || ".,+_{}".IndexOf(character) >= 0 ? character : '_');
        }

        string result = legal.ToString();
        return result == part ? part : $"{result}-{StableHash.Of(part)}";
    }
}
