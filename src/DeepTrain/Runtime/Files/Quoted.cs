using System.Globalization;
using System.Text;

namespace DeepTrain.Runtime;

/// <summary>
/// What a file says, as messages repeat it: cut, and without characters that would do something to a terminal or a log.
/// </summary>
internal static class Quoted
{
    private const int Longest = 100;

    /// <summary>In quotation marks, for values.</summary>
    public static string Value(string text) => $"\"{Name(text)}\"";

    /// <summary>As it is, for names.</summary>
    public static string Name(string text, int longest = Longest)
    {
        var shown = new StringBuilder();
        for (int next = 0; next < text.Length; next++)
        {
            if (shown.Length >= longest)
                return shown.Append("...").ToString();
            if (char.IsSurrogatePair(text, next))
                shown.Append(text[next++]).Append(text[next]);
            else if (IsVisible(text[next]))
                shown.Append(text[next]);
            else
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[next]:X4}");
        }
        return shown.ToString();
    }

    /// <summary>A few names of many.</summary>
    public static string Names(IReadOnlyCollection<string> names)
    {
        const int Shown = 10;
        string list = string.Join(", ", names.Take(Shown).Select(name => Name(name)));
        return names.Count > Shown ? $"[{list}, ...] ({names.Count} in all)" : $"[{list}]";
    }

    private static bool IsVisible(char character) => char.GetUnicodeCategory(character) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
