using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace DeepTrain.Runtime;

/// <summary>
/// Reads a safetensors file. What is wrong with the file is an <see cref="InvalidDataException"/> that names it; no
/// length in the file is believed before it has been compared with the file's own.
/// </summary>
internal sealed class SafetensorsReader : IDisposable
{
    private const int LengthBytes = sizeof(ulong);

    // the limit of the reference implementation
    private const int MaxHeaderBytes = 100_000_000;

    private readonly string _path;
    private readonly FileStream _stream;
    private readonly long _dataStart;
    private readonly SafetensorsHeader _header;

    public SafetensorsReader(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _path = path;
        _stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            int headerBytes = ReadHeaderLength();
            byte[] json = new byte[headerBytes];
            ReadExactly(json);
            _dataStart = LengthBytes + headerBytes;
            _header = ParseHeader(json);
            CheckOffsets();
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    public IReadOnlyDictionary<string, SafetensorsEntry> Tensors => _header.Tensors;

    /// <summary>Refuses the file.</summary>
    public InvalidDataException Bad(string message) => new($"{_path}: {message}.");

    /// <summary>Checks a tensor's type, shape and size.</summary>
    public void CheckFloats(SafetensorsEntry entry, int[] shape)
    {
        if (entry.Dtype != "F32" || !entry.Shape.SequenceEqual(shape.Select(dimension => (long)dimension)))
            throw Bad($"expected {entry.Name} to be F32 {Shapes.Brackets(shape)}, found {entry}");
        long bytes = (long)Shapes.Size(shape) * sizeof(float);
        if (entry.End - entry.Begin != bytes)
            throw Bad($"expected {bytes} bytes for {entry.Name}, found {entry.End - entry.Begin}");
    }

    /// <summary>Reads a tensor that has passed <see cref="CheckFloats"/>.</summary>
    public void ReadFloats(SafetensorsEntry entry, Span<float> values)
    {
        _stream.Position = _dataStart + entry.Begin;
        ReadExactly(MemoryMarshal.AsBytes(values));
        SafetensorsWriter.ToLittleEndian(values);
    }

    public void Dispose() => _stream.Dispose();

    private int ReadHeaderLength()
    {
        long fileBytes = _stream.Length;
        if (fileBytes < LengthBytes)
            throw Bad($"expected at least {LengthBytes} bytes, the file has {fileBytes}");
        Span<byte> bytes = stackalloc byte[LengthBytes];
        ReadExactly(bytes);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (length > (ulong)(fileBytes - LengthBytes))
            throw Bad($"expected a header of {length} bytes, the file has {fileBytes - LengthBytes} after the length");
        if (length > MaxHeaderBytes)
            throw Bad($"expected a header of at most {MaxHeaderBytes} bytes, found {length}");
        return (int)length;
    }

    private SafetensorsHeader ParseHeader(byte[] json)
    {
        try
        {
            return SafetensorsHeader.Parse(json);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{_path}: {exception.Message.TrimEnd('.')}.", exception.InnerException);
        }
    }

    // the tensors cover the data from its first byte to its last, each byte once
    private void CheckOffsets()
    {
        long dataBytes = _stream.Length - _dataStart;
        long next = 0;
        foreach (SafetensorsEntry entry in _header.Tensors.Values.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin > next)
                throw Bad($"expected {entry.Name} to start at byte {next}, it starts at {entry.Begin}: there is a hole");
            if (entry.Begin < next)
                throw Bad($"expected {entry.Name} to start at byte {next}, it starts at {entry.Begin}: tensors overlap");
            next = entry.End;
        }
        if (next > dataBytes)
            throw Bad($"expected {next} bytes of tensors, found {dataBytes}: the file is truncated");
        if (next < dataBytes)
            throw Bad($"expected {next} bytes of tensors, found {dataBytes}: bytes are left over");
    }

    private void ReadExactly(Span<byte> bytes)
    {
        try
        {
            _stream.ReadExactly(bytes);
        }
        catch (EndOfStreamException exception)
        {
            throw new InvalidDataException($"{_path}: expected {bytes.Length} more bytes, the file ended.", exception);
        }
    }
}
