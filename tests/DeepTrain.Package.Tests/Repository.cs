namespace DeepTrain.Package.Tests;

internal static class Repository
{
    public static readonly string Root = FindRoot();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "DeepTrain.Gen.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder
            ?? throw new DirectoryNotFoundException(
                $"DeepTrain.Gen.sln stands in no folder above {AppContext.BaseDirectory}.");
    }
}
