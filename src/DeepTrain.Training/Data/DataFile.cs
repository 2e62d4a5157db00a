using System.IO.Compression;
using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>Files that datasets are read from, as they are or compressed with gzip.</summary>
internal static class DataFile
{
    /// <summary>Opens a file, and what is in it if it is compressed.</summary>
    /// <exception cref="IOException">There is none, or the path names a directory, a pipe or a device.</exception>
    public static Stream Open(string path, bool isAsync = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FileKind.RequireRegular("read", path, FileKind.Target(path));
        FileOptions options = FileOptions.SequentialScan | (isAsync ? FileOptions.Asynchronous : FileOptions.None);
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, options);
        try
        {
            return Unpacked(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>What is in a stream that can seek, if it is compressed; otherwise the stream.</summary>
    private static Stream Unpacked(Stream stream)
    {
        Span<byte> start = stackalloc byte[2];
        bool isCompressed = stream.ReadAtLeast(start, 2, throwOnEndOfStream: false) == 2 && start is [0x1f, 0x8b];
        stream.Position = 0;
        return isCompressed ? new GZipStream(stream, CompressionMode.Decompress) : stream;
    }
}
