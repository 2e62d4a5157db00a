namespace DeepTrain.Tests.Common;

/// <summary>A line of a list of networks.</summary>
/// <param name="Source">What stood behind <c>source</c> last: who published it, or what it is about.</param>
/// <param name="Parts">What stands before the steps: name, kind, batch x steps, note.</param>
/// <param name="Steps">Its attributes; <c>[Network]</c> before them only where the source states facts about its data.</param>
internal sealed record ListedNetwork(string Source, string[] Parts, string Steps)
{
    public string Name => Parts[0];

    public string Note => Parts[3];
}

/// <summary>
/// Networks in a text file, for the bench that trains them and the tests that hold the analyzers against them: <c>let name = text</c>
/// for <c>{name}</c> in steps, <c>source name</c>, and <c>name | kind | batch x steps | note | steps</c>.
/// </summary>
internal static class NetworkList
{
    private const int Parts = 5;

    public static IEnumerable<ListedNetwork> ReadFolder(string folder) => Directory.EnumerateFiles(folder, "*.txt")
        .SelectMany(path => Read(File.ReadLines(path), Path.GetFileName(path)));

    /// <param name="file">Its name, for errors.</param>
    public static IEnumerable<ListedNetwork> Read(IEnumerable<string> lines, string file)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        string source = "";
        int number = 0;
        foreach (string line in lines)
        {
            number++;
            if (line == "")
                continue;
            if (line.StartsWith("let ", StringComparison.Ordinal))
            {
                string[] halves = line["let ".Length..].Split(" = ", 2);
                texts[halves[0]] = halves[1];
                continue;
            }

            if (line.StartsWith("source ", StringComparison.Ordinal))
            {
                source = line["source ".Length..];
                continue;
            }

            string[] parts = line.Split(" | ");
            if (parts.Length != Parts)
                throw new InvalidDataException($"{file}, line {number}: {parts.Length} parts; there must be {Parts}.");
            string steps = texts.Aggregate(
                parts[^1], (text, each) => text.Replace($"{{{each.Key}}}", each.Value, StringComparison.Ordinal));
            yield return new ListedNetwork(source, parts[..^1], steps);
        }
    }
}
