using System.Formats.Tar;

namespace DeepTrain.Runtime;

/// <summary>Tells files from what else a path may name, without opening it: a pipe would wait for its other end.</summary>
internal static class FileKind
{
    // where a tar header says what it describes
    private const int TypeFlag = 156;

    /// <summary>The path behind all links, so that a file is seen and replaced, and not the link to it.</summary>
    public static string Target(string path)
    {
        string full = Path.GetFullPath(path);
        if (new FileInfo(full).LinkTarget == null)
            return full;
        return File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
    }

    /// <summary>Refuses what exists and is no regular file: a directory, a pipe, a device, a socket.</summary>
    /// <param name="action">What the caller is about to do, for the message: <c>save</c>.</param>
    /// <param name="path">The path as the user wrote it.</param>
    /// <param name="target">The path behind all links.</param>
    /// <exception cref="IOException">There is something else.</exception>
    public static void RequireRegular(string action, string path, string target)
    {
        if (Directory.Exists(target))
            throw new IOException($"Cannot {action} {path}: expected the name of a file, but it is a directory.");
        // the second condition: a link in /proc names a pipe by a path that is none
        if (!File.Exists(target) && !File.Exists(path))
            return;
        bool isRegular;
        try
        {
            isRegular = IsRegular(target);
        }
        catch (IOException failure)
        {
            throw new IOException(
                $"Cannot {action} {path}: expected a regular file, but it is something else, " +
                "or another program keeps it to itself.", failure);
        }
        if (!isRegular)
        {
            throw new IOException(
                $"Cannot {action} {path}: expected a regular file, but it is a pipe or a device. " +
                "Streams are read and written by the overloads that take one.");
        }
    }

    /// <summary>Whether a path that exists, and is no link and no directory, is a regular file.</summary>
    public static bool IsRegular(string target)
    {
        // there, a device has a path of a form of its own, which no directory is found for
        if (OperatingSystem.IsWindows())
            return true;
        // nothing else has a length
        return new FileInfo(target).Length > 0 || IsRegularInArchive(target);
    }

    // Of all that the framework offers only tar archives know the kind of a file. They open regular files alone, and there
    // are no contents to copy.
    private static bool IsRegularInArchive(string target)
    {
        const int HeaderBytes = 512;
        using var archive = new MemoryStream(HeaderBytes);
        try
        {
            using var tar = new TarWriter(archive, TarEntryFormat.Gnu, leaveOpen: true);
            tar.WriteEntry(target, "file");
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
        return (TarEntryType)archive.GetBuffer()[TypeFlag] == TarEntryType.RegularFile;
    }
}
