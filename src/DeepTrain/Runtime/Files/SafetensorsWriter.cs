using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace DeepTrain.Runtime;

/// <summary>
/// Writes a safetensors file: eight bytes of header length, a header in JSON, then the tensors one after the other as
/// little-endian floats.
/// </summary>
internal sealed class SafetensorsWriter
{
    private readonly List<(string Key, string Value)> _metadata = [];
    private readonly List<(string Name, int[] Shape, FillTensor Fill)> _tensors = [];

    /// <summary>Puts a tensor's numbers, in canonical order, into the span.</summary>
    public delegate void FillTensor(Span<float> values);

    public void AddMetadata(string key, string value) => _metadata.Add((key, value));

    public void AddTensor(string name, int[] shape, FillTensor fill) => _tensors.Add((name, shape, fill));

    public void Write(Stream stream)
    {
        ReadOnlySpan<byte> header = Header();
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        float[] values = new float[_tensors.Count == 0 ? 0 : _tensors.Max(tensor => Shapes.Size(tensor.Shape))];
        foreach ((_, int[] shape, FillTensor fill) in _tensors)
        {
            Span<float> tensor = values.AsSpan(0, Shapes.Size(shape));
            fill(tensor);
            stream.Write(ToLittleEndian(tensor));
        }
    }

    /// <summary>The floats as the file holds them; the same exchange leads back.</summary>
    public static Span<byte> ToLittleEndian(Span<float> values)
    {
        if (!BitConverter.IsLittleEndian)
        {
            Span<uint> bits = MemoryMarshal.Cast<float, uint>(values);
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }
        return MemoryMarshal.AsBytes(values);
    }

    private ReadOnlySpan<byte> Header()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            foreach ((string key, string value) in _metadata)
                json.WriteString(key, value);
            json.WriteEndObject();
            long offset = 0;
            foreach ((string name, int[] shape, _) in _tensors)
                offset = Entry(json, name, shape, offset);
            json.WriteEndObject();
        }
        // spaces after the object are part of the format; they let the tensors start at a multiple of eight bytes
        while (buffer.WrittenCount % 8 != 0)
            buffer.Write(" "u8);
        return buffer.WrittenSpan;
    }

    private static long Entry(Utf8JsonWriter json, string name, int[] shape, long offset)
    {
        long end = offset + (long)Shapes.Size(shape) * sizeof(float);
        json.WriteStartObject(name);
        json.WriteString("dtype", "F32");
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
