namespace DeepTrain.Tests.Documentation;

/// <summary>The repository's pages.</summary>
internal static class DocumentationFolder
{
    private const string Accept = "DEEPTRAIN_ACCEPT_SNAPSHOTS";

    // from where the tests run: paths that the compiler knows are not real ones in a deterministic build
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Holds a page against what it should be; with the variable that accepts snapshots, writes it.</summary>
    public static void Match(string text, params string[] page)
    {
        string path = PathOf(page);
        if (Environment.GetEnvironmentVariable(Accept) == "1")
            File.WriteAllText(path, text);
        string found = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        string? line = text.Split('\n').Except(found.Split('\n')).FirstOrDefault();
        Assert.True(text == found, $"{path} is not what the code says; {Accept}=1 writes it anew. First new line: {line}");
    }

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "DeepTrain.Gen.sln")) ? folder
        : FindRoot(Path.GetDirectoryName(folder)
            ?? throw new DirectoryNotFoundException("DeepTrain.Gen.sln is in no parent folder"));
}
