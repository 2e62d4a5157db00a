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
    // Of all that the framework offers only tar archives know the kind of a file. Regular files alone are opened for their
    // contents, after the kind is settled, and the first bytes that arrive are the header.
    public static bool IsRegular(string target)
    {
        // there, a device has a path of a form of its own, which no directory is found for
        if (OperatingSystem.IsWindows())
            return true;
        var header = new TarHeader();
        try
        {
            using var tar = new TarWriter(header, TarEntryFormat.Gnu, leaveOpen: true);
            tar.WriteEntry(target, "file");
        }
        catch (UnauthorizedAccessException)
        {
            // only the contents of a regular file are asked for
            return true;
        }
        catch (IOException) when (header.IsComplete)
        {
        }
        return header.IsRegular;
    }

    // takes the header and no more
    private sealed class TarHeader : Stream
    {
        public bool IsComplete { get; private set; }

        public bool IsRegular { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (!IsComplete && buffer.Length > TypeFlag)
            {
                IsComplete = true;
                IsRegular = (TarEntryType)buffer[TypeFlag] == TarEntryType.RegularFile;
            }
            throw new IOException("The header is all that is needed.");
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
