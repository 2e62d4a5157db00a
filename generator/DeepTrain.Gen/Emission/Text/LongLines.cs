namespace DeepTrain.Gen.Emission;

/// <summary>Breaks lines that are too long to be read, where C# takes the end of a line for a space.</summary>
internal static class LongLines
{
    /// <summary>Columns of a line at most, where there is a space to break it at.</summary>
    public const int Longest = 160;

    private const int Indentation = 4;

    /// <summary>A line of C#, or the lines that it is broken into.</summary>
    public static IEnumerable<string> Broken(string line)
    {
        // directives are lines, and documentation is laid out already
        string text = line.TrimStart(' ');
        if (line.Length <= Longest || text.StartsWith("#", StringComparison.Ordinal) || text.StartsWith("///", StringComparison.Ordinal))
            return [line];
        string indent = line.Substring(0, line.Length - text.Length);
        return text.StartsWith("//", StringComparison.Ordinal) ? Comment(line, indent) : Code(line, indent);
    }

    private static IEnumerable<string> Comment(string line, string indent)
    {
        string start = indent + "// ";
        while (line.Length > Longest)
        {
            int space = line.LastIndexOf(' ', Longest);
            if (space < start.Length)
                break;
            yield return line.Substring(0, space);
            line = start + line.Substring(space + 1);
        }

        yield return line;
    }

    private static IEnumerable<string> Code(string line, string indent)
    {
        int open = 0;
        while (line.Length > Longest)
        {
            IReadOnlyList<Place> places = Places(line, open, out int remark);
            if (remark >= 0)
            {
                // what stood behind the line stands above it
                foreach (string above in Broken(indent + line.Substring(remark)))
                    yield return above;
                line = line.Substring(0, remark).TrimEnd(' ');
                continue;
            }

            // behind a statement, or within as few brackets as there are, and then as late as possible
            Place? best = places.Where(place => place.At > Longest / 2 && place.At <= Longest)
                .OrderBy(place => place.EndsStatement ? 0 : 1).ThenBy(place => place.Open).ThenByDescending(place => place.At)
                .FirstOrDefault();
            if (best is null)
                break;
            yield return line.Substring(0, best.At);
            line = indent + new string(' ', best.EndsStatement ? 0 : Indentation) + line.Substring(best.At).TrimStart(' ');
            open = best.Open;
        }

        yield return line;
    }

    /// <summary>Where a line may be broken: between words, and before a call of what a call returned.</summary>
    /// <param name="open">Brackets that the lines before have opened.</param>
    /// <param name="remark">Where a comment begins; -1 if there is none.</param>
    private static List<Place> Places(string line, int open, out int remark)
    {
        var places = new List<Place>();
        remark = -1;
        int first = line.Length - line.TrimStart(' ').Length;
        for (int i = first; i < line.Length; i++)
        {
            switch (line[i])
            {
                case '"' or '\'':
                    i = EndOfLiteral(line, i);
                    break;
                case '(' or '[' or '{':
                    open++;
                    break;
                case ')' or ']' or '}':
                    open--;
                    break;
                case ' ':
                    places.Add(new Place(i, open, line[i - 1] == ';' && open == 0));
                    break;
                case '.' when i > first && line[i - 1] == ')':
                    places.Add(new Place(i, open, EndsStatement: false));
                    break;
                case '/' when i + 1 < line.Length && line[i + 1] == '/':
                    remark = i;
                    return places;
            }
        }

        return places;
    }

    private static int EndOfLiteral(string line, int start)
    {
        int i = start + 1;
        while (i < line.Length && line[i] != line[start])
            i += line[i] == '\\' ? 2 : 1;
        return i;
    }

    /// <param name="Open">Brackets that are open there.</param>
    private sealed record Place(int At, int Open, bool EndsStatement);
}
