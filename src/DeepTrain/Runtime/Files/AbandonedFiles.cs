namespace DeepTrain.Runtime;

/// <summary>The temporary files of processes that were killed while they saved.</summary>
internal static class AbandonedFiles
{
    private const string Prefix = ".deeptrain-";
    private const string Suffix = ".tmp";

    /// <summary>A file that nobody has written to for so long is not being written.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromHours(1);

    private static readonly EnumerationOptions Search = new()
    {
        AttributesToSkip = FileAttributes.Directory | FileAttributes.ReparsePoint,
        IgnoreInaccessible = true,
        MatchType = MatchType.Simple,
    };

    /// <summary>A name for a temporary file, in the same directory as the file that it will become.</summary>
    public static string NewName(string directory) =>
        Path.Combine(directory, Prefix + Path.GetRandomFileName() + Suffix);

    /// <summary>Removes what is old and held by nobody. Whatever stands in the way stays; it is no reason not to
    /// save.</summary>
    public static void Remove(string directory)
    {
        try
        {
            foreach (string path in Directory.EnumerateFiles(directory, Prefix + "*" + Suffix, Search))
                RemoveIfAbandoned(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // a directory may be written to and not be listed
        }
    }

    private static void RemoveIfAbandoned(string path)
    {
        try
        {
            if (DateTime.UtcNow - File.GetLastWriteTimeUtc(path) < Age || !FileKind.IsRegular(path))
                return;
            // who writes holds the file for itself, so that this fails; and while this holds it, nobody else removes it
            using var held = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Delete);
            File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // another process's, or gone already
        }
    }
}
