using System.Text;

namespace DeepTrain.Gen.Emission;

/// <summary>
/// Breaks lines that are too long to be read, as a person would: between statements, behind a comma of the outermost list, before an
/// operator that binds least. C# takes the end of a line for a space.
/// </summary>
internal static class LongLines
{
    /// <summary>Columns of a line at most, where there is a space to break it at.</summary>
    public const int Longest = 160;

    // a line that ends before this column leaves too much to the next one
    private const int Shortest = Longest / 3;

    private const int Indentation = 4;

    /// <summary>A line of C#, or the lines that it is broken into.</summary>
    public static IReadOnlyList<string> Broken(string line)
    {
        if (line.Length <= Longest)
            return [line];
        // directives are lines, and so are those of a table
        string text = line.TrimStart(' ');
        bool isDocumentation = text.StartsWith("///", StringComparison.Ordinal);
        if (text.StartsWith("#", StringComparison.Ordinal) || (isDocumentation && text.Contains("  ")))
            return [line];
        var lines = new List<string>();
        int indent = line.Length - text.Length;
        if (text.StartsWith("//", StringComparison.Ordinal))
            Comment(lines, text, indent, isDocumentation ? "/// " : "// ");
        else
            Code(lines, text, indent);
        return lines;
    }

    private static void Comment(List<string> lines, string text, int indent, string begin)
    {
        string start = "";
        int from = 0;
        for (int left = text.Length; start.Length + left > Longest - indent; left = text.Length - from)
        {
            // behind the first word at least
            int last = from + Longest - indent - start.Length, first = from + begin.Length - start.Length;
            int space = last > first ? text.LastIndexOf(' ', last, last - first) : -1;
            if (space < 0)
                break;
            Add(lines, start + text.Substring(from, space - from), indent);
            from = space + 1;
            start = begin;
        }

        Add(lines, start + text.Substring(from), indent);
    }

    private static void Code(List<string> lines, string text, int indent)
    {
        int remark = StatementOutline.Remark(text);
        if (remark >= 0)
        {
            // what stood behind the line stands above it
            Comment(lines, text.Substring(remark), indent, "// ");
            text = text.Substring(0, remark).TrimEnd(' ');
        }

        Break(lines, text, indent);
    }

    private static void Break(List<string> lines, string text, int indent)
    {
        if (indent + text.Length <= Longest)
        {
            Add(lines, text, indent);
            return;
        }

        var outline = new StatementOutline(text);
        if (outline.Statements.Count > 0)
        {
            Fill(lines, Pieces(text, outline.Statements), indent, indent);
            return;
        }

        List<string> pieces = Pieces(text, Best(text, indent, outline));
        if (pieces.Count < 2)
            Add(lines, text, indent);
        else
            Fill(lines, pieces, indent, indent + Indentation);
    }

    /// <summary>The first way that leaves nothing to be broken again, or else the first; no line is left with a few words.</summary>
    private static IReadOnlyList<int> Best(string text, int indent, StatementOutline outline)
    {
        IReadOnlyList<int>? best = null;
        foreach (IReadOnlyList<int> cuts in outline.Ways)
        {
            List<string> pieces = Pieces(text, cuts);
            bool isShort = FirstLine(pieces, indent) < Shortest && cuts != outline.Assignments;
            if (pieces.Count < 2 || isShort)
                continue;
            if (Fit(pieces, indent))
                return cuts;
            best ??= cuts;
        }

        return best ?? [.. outline.Spaces.Where(space => indent + space > Shortest)];
    }

    private static bool Fit(List<string> pieces, int indent)
    {
        for (int i = 0; i < pieces.Count; i++)
        {
            if (indent + (i == 0 ? 0 : Indentation) + pieces[i].Trim(' ').Length > Longest)
                return false;
        }

        return true;
    }

    /// <summary>The column behind the first line, as full as it can be.</summary>
    private static int FirstLine(List<string> pieces, int indent)
    {
        int end = indent + pieces[0].Length;
        for (int i = 1; i < pieces.Count && end + pieces[i].Length <= Longest; i++)
            end += pieces[i].Length;
        return end;
    }

    /// <summary>As many pieces on each line as it holds.</summary>
    private static void Fill(List<string> lines, List<string> pieces, int indent, int later)
    {
        var line = new StringBuilder(pieces[0]);
        for (int i = 1; i < pieces.Count; i++)
        {
            if (indent + line.Length + pieces[i].TrimEnd(' ').Length <= Longest)
            {
                line.Append(pieces[i]);
                continue;
            }

            Break(lines, line.ToString().TrimEnd(' '), indent);
            line.Clear().Append(pieces[i].TrimStart(' '));
            indent = later;
        }

        Break(lines, line.ToString().TrimEnd(' '), indent);
    }

    private static List<string> Pieces(string text, IReadOnlyList<int> cuts)
    {
        var pieces = new List<string>();
        int start = 0;
        foreach (int cut in cuts)
        {
            pieces.Add(text.Substring(start, cut - start));
            start = cut;
        }

        pieces.Add(text.Substring(start));
        return pieces;
    }

    private static void Add(List<string> lines, string text, int indent) => lines.Add(new string(' ', indent) + text);
}
