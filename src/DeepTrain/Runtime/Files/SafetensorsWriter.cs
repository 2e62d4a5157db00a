using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace DeepTrain.Runtime;

/// <summary>
/// Writes a safetensors file: eight bytes of header length, a header in JSON, then the tensors one after the other,
/// little-endian.
/// </summary>
internal sealed class SafetensorsWriter
{
    /// <summary>The most spaces behind a header.</summary>
    public const int MostPadding = Alignment - 1;

    private const int Alignment = sizeof(long);

    private readonly List<(string Key, string Value)> _metadata = [];
    private readonly List<(string Name, long Value)> _counters = [];
    private readonly List<(string Name, int[] Shape, FillTensor Fill)> _tensors = [];

    /// <summary>Puts a tensor's numbers, in canonical order, into the span.</summary>
    public delegate void FillTensor(Span<float> values);

    public void AddMetadata(string key, string value) => _metadata.Add((key, value));

    /// <summary>Adds a tensor of floats.</summary>
    public void AddTensor(string name, int[] shape, FillTensor fill) => _tensors.Add((name, shape, fill));

    /// <summary>Adds a whole number without dimensions.</summary>
    public void AddCounter(string name, long value) => _counters.Add((name, value));

    /// <summary>The header as it will be written, without the spaces behind it.</summary>
    public ReadOnlyMemory<byte> Header()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteStartObject("__metadata__");
        foreach ((string key, string value) in _metadata)
            json.WriteString(key, value);
        json.WriteEndObject();
        long offset = 0;
        // the widest numbers first: readers that map the file want each at a multiple of its size
        foreach ((string name, _) in _counters)
            offset = Entry(json, name, TensorType.Counter, [], offset);
        foreach ((string name, int[] shape, _) in _tensors)
            offset = Entry(json, name, TensorType.Single, shape, offset);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    public void Write(Stream stream)
    {
        ReadOnlySpan<byte> header = Header().Span;
        // spaces after the object are part of the format
        int padding = -header.Length & (Alignment - 1);
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(number, header.Length + padding);
        stream.Write(number);
        stream.Write(header);
        stream.Write("        "u8[..padding]);
        foreach ((_, long value) in _counters)
        {
            BinaryPrimitives.WriteInt64LittleEndian(number, value);
            stream.Write(number);
        }
        float[] values = new float[_tensors.Count == 0 ? 0 : _tensors.Max(tensor => Shapes.Size(tensor.Shape))];
        foreach ((_, int[] shape, FillTensor fill) in _tensors)
        {
            Span<float> tensor = values.AsSpan(0, Shapes.Size(shape));
            fill(tensor);
            stream.Write(TensorType.LittleEndian(tensor));
        }
    }

    private static long Entry(Utf8JsonWriter json, string name, string type, int[] shape, long offset)
    {
        long end = offset + (long)Shapes.Size(shape) * TensorType.Bytes(type);
        json.WriteStartObject(name);
        json.WriteString("dtype", type);
        json.WriteStartArray("shape");
        foreach (int dimension in shape)
            json.WriteNumberValue(dimension);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offset);
        json.WriteNumberValue(end);
        json.WriteEndArray();
        json.WriteEndObject();
        return end;
    }
}
