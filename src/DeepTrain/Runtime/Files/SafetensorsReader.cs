using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace DeepTrain.Runtime;

/// <summary>
/// Reads a safetensors file once from its start to its end, so that a stream need not seek. What is wrong with the file is
/// an <see cref="InvalidDataException"/> that names it; no length in the file is believed before it has been compared with
/// a limit and, where it can be known, with the file's own.
/// </summary>
internal sealed class SafetensorsReader : IDisposable
{
    private const int LengthBytes = sizeof(ulong);
    private const int ChunkBytes = 1 << 16;

    private readonly string _source;
    private readonly Stream _stream;
    private readonly bool _ownsStream;
    private readonly long? _fileBytes;
    private readonly SafetensorsHeader _header;

    private SafetensorsReader(Stream stream, string source, bool ownsStream, FileLimits limits)
    {
        _stream = stream;
        _source = source;
        _ownsStream = ownsStream;
        _fileBytes = stream.CanSeek ? Math.Max(0, stream.Length - stream.Position) : null;
        int headerBytes = ReadHeaderLength(limits.HeaderBytes);
        byte[] json = new byte[headerBytes];
        ReadExactly(json);
        _header = ParseHeader(json, limits.Tensors);
        InOrder =
            [.. _header.Tensors.Values.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End)];
        CheckOffsets(_fileBytes - LengthBytes - headerBytes);
        CheckSizes();
    }

    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    public IReadOnlyDictionary<string, SafetensorsEntry> Tensors => _header.Tensors;

    /// <summary>The tensors as they follow each other in the file.</summary>
    public SafetensorsEntry[] InOrder { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="IOException">There is no such file, or it is no regular one.</exception>
    public static SafetensorsReader Open(string path, FileLimits limits)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FileKind.RequireRegular("load", path, FileKind.Target(path));
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            return new SafetensorsReader(stream, path, ownsStream: true, limits);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads a stream from where it stands; it stays open.</summary>
    public static SafetensorsReader Open(Stream stream, FileLimits limits)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanRead)
            throw new ArgumentException("Expected a stream that can be read.", nameof(stream));
        return new SafetensorsReader(stream, "The stream", ownsStream: false, limits);
    }

    /// <summary>Refuses the file.</summary>
    public InvalidDataException Bad(string message) => new($"{_source}: {message}.");

    /// <summary>Reads the next tensor of <see cref="InOrder"/>, one of floating-point numbers.</summary>
    public void ReadFloats(SafetensorsEntry entry, Span<float> values)
    {
        if (entry.Dtype == TensorType.Single)
        {
            ReadExactly(MemoryMarshal.AsBytes(values));
            TensorType.LittleEndian(values);
            return;
        }
        int size = TensorType.Bytes(entry.Dtype);
        Span<byte> chunk = new byte[Math.Min(ChunkBytes, values.Length * (long)size)];
        while (!values.IsEmpty)
        {
            int count = Math.Min(values.Length, chunk.Length / size);
            ReadExactly(chunk[..(count * size)]);
            TensorType.ToSingle(entry.Dtype, chunk, values[..count]);
            values = values[count..];
        }
    }

    /// <summary>Passes over the next tensor of <see cref="InOrder"/>.</summary>
    public void Skip(SafetensorsEntry entry)
    {
        if (_stream.CanSeek)
        {
            _stream.Seek(entry.Length, SeekOrigin.Current);
            return;
        }
        Span<byte> chunk = new byte[Math.Min(ChunkBytes, entry.Length)];
        for (long left = entry.Length; left > 0; left -= Math.Min(left, chunk.Length))
            ReadExactly(chunk[..(int)Math.Min(left, chunk.Length)]);
    }

    /// <summary>Checks that nothing follows the last tensor.</summary>
    public void ExpectEnd()
    {
        Span<byte> next = stackalloc byte[1];
        if (_stream.Read(next) != 0)
        {
            long bytes = InOrder.Length == 0 ? 0 : InOrder[^1].End;
            throw Bad($"expected {bytes} bytes of tensors, found more: bytes are left over");
        }
    }

    public void Dispose()
    {
        if (_ownsStream)
            _stream.Dispose();
    }

    private int ReadHeaderLength(int mostBytes)
    {
        if (_fileBytes < LengthBytes)
            throw Bad($"not a safetensors file: expected at least {LengthBytes} bytes, the file has {_fileBytes}");
        Span<byte> bytes = stackalloc byte[LengthBytes];
        ReadExactly(bytes);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (_fileBytes is { } fileBytes && length > (ulong)(fileBytes - LengthBytes))
        {
            throw Bad(
                $"not a safetensors file, or one that was cut: expected a header of {length} bytes, as its first {LengthBytes} say, " +
                $"the file has {fileBytes - LengthBytes} more");
        }
        if (length > (ulong)mostBytes)
        {
            throw Bad(
                $"expected a header of at most {mostBytes} bytes for this network, found {length}: not a safetensors file, or one " +
                "of something much larger");
        }
        return (int)length;
    }

    private SafetensorsHeader ParseHeader(byte[] json, int mostTensors)
    {
        try
        {
            return SafetensorsHeader.Parse(json, mostTensors);
        }
        catch (InvalidDataException exception)
        {
            throw Bad(exception.Message.TrimEnd('.'));
        }
    }

    // the tensors cover the data from its first byte to its last, each byte once
    private void CheckOffsets(long? dataBytes)
    {
        long next = 0;
        foreach (SafetensorsEntry entry in InOrder)
        {
            if (entry.Begin != next)
            {
                string what = entry.Begin > next ? "there is a hole" : "tensors overlap";
                throw Bad($"expected {Quoted.Name(entry.Name)} to start at byte {next}, it starts at {entry.Begin}: {what}");
            }
            next = entry.End;
        }
        if (next > dataBytes)
            throw Bad($"expected {next} bytes of tensors, found {dataBytes}: the file is truncated");
        if (next < dataBytes)
            throw Bad($"expected {next} bytes of tensors, found {dataBytes}: bytes are left over");
    }

    // what is to be ignored has to be right, too; of a type that is not known here nobody can say
    private void CheckSizes()
    {
        foreach (SafetensorsEntry entry in InOrder)
        {
            if (TensorType.Bytes(entry.Dtype) == 0 || entry.ExpectedLength == entry.Length)
                continue;
            string expected = entry.ExpectedLength < 0
                ? $"a tensor that fits a file for {Quoted.Name(entry.Name)}, found {entry}"
                : $"{entry.ExpectedLength} bytes for {Quoted.Name(entry.Name)}, found {entry.Length}";
            throw Bad($"expected {expected}");
        }
    }

    private void ReadExactly(Span<byte> bytes)
    {
        int read = _stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (read < bytes.Length)
            throw Bad($"expected {bytes.Length} more bytes, the file ended after {read}");
    }
}
