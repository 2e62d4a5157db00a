namespace DeepTrain.Tests.Common;

/// <summary>The sources on disk, for tests of files beside the code.</summary>
internal static class Repository
{
    // from where the tests run, because paths that the compiler knows are not real ones in a deterministic build
    public static readonly string Root = FindRoot(AppContext.BaseDirectory);

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "DeepTrain.Gen.sln")) ? folder
        : FindRoot(Path.GetDirectoryName(folder)
            ?? throw new DirectoryNotFoundException("DeepTrain.Gen.sln stands in no folder above the tests"));
}
