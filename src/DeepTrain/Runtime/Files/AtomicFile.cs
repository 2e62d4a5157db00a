namespace DeepTrain.Runtime;

/// <summary>
/// Replaces files as a whole: at any moment, and after any failure, a path names the old file or the new one.
/// </summary>
internal static class AtomicFile
{
    /// <summary>Writes beside <paramref name="path"/>, flushes to the disk and renames.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string target = FileKind.Target(path);
        string directory = Path.GetDirectoryName(target) ?? target;
        Check(path, target, directory);
        AbandonedFiles.Remove(directory);
        string temporary = AbandonedFiles.NewName(directory);
        try
        {
            using (FileStream stream = Create(path, temporary, directory))
            {
                write(stream);
                KeepMode(target, stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            Remove(temporary);
            throw;
        }
    }

    private static void Check(string path, string target, string directory)
    {
        FileKind.RequireRegular("save", path, target);
        if (!Directory.Exists(directory))
            throw new DirectoryNotFoundException($"Cannot save {path}: the directory {directory} does not exist.");
        // a rename needs no right to the file it replaces, so a write-protected file would be lost
        var existing = new FileInfo(target);
        if (existing.Exists && existing.IsReadOnly)
            throw new UnauthorizedAccessException($"Cannot save {path}: the file is read-only.");
    }

    private static FileStream Create(string path, string temporary, string directory)
    {
        try
        {
            return new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new UnauthorizedAccessException($"Cannot save {path}: no file may be created in {directory}.", denied);
        }
    }

    private static void KeepMode(string target, FileStream stream)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(target))
            File.SetUnixFileMode(stream.SafeFileHandle, File.GetUnixFileMode(target));
    }

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // what stopped the save says more than what stopped the tidying
        }
    }
}
