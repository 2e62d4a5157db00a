namespace DeepTrain.Tests.Documentation;

/// <summary>The repository's pages.</summary>
internal static class DocumentationFolder
{
    private const string Accept = "DEEPTRAIN_ACCEPT_SNAPSHOTS";

    /// <summary>Holds a page against what it should be; with the variable that accepts snapshots, writes it.</summary>
    public static void Match(string text, params string[] page)
    {
        string path = Repository.PathOf(page);
        if (Environment.GetEnvironmentVariable(Accept) == "1")
            File.WriteAllText(path, text);
        string found = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        string? line = text.Split('\n').Except(found.Split('\n')).FirstOrDefault();
        Assert.True(text == found, $"{path} is not what the code says; {Accept}=1 writes it anew. First new line: {line}");
    }
}
