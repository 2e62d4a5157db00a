using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace DeepTrain.Tests.Library;

/// <summary>Puts safetensors files together by hand, right or wrong.</summary>
internal sealed class SafetensorsText
{
    private readonly List<string> _entries = [];
    private readonly MemoryStream _data = new();

    public string Metadata { get; set; } = "";

    public string Suffix { get; set; } = "";

    public void Add(string name, int[] shape, float[] values, string dtype = "F32") =>
        AddBytes(name, dtype, shape, MemoryMarshal.AsBytes(values.AsSpan()));

    public void AddBytes(string name, string dtype, int[] shape, ReadOnlySpan<byte> bytes)
    {
        AddEntry(name, dtype, shape, _data.Length, _data.Length + bytes.Length);
        _data.Write(bytes);
    }

    public void AddEntry(string name, string dtype, int[] shape, long begin, long end) =>
        _entries.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"\"{name}\":{{\"dtype\":\"{dtype}\",\"shape\":[{string.Join(",", shape)}],\"data_offsets\":[{begin},{end}]}}"));

    public void AddData(params byte[] bytes) => _data.Write(bytes);

    public byte[] ToBytes()
    {
        IEnumerable<string> parts = Metadata == "" ? _entries : [Metadata, .. _entries];
        return File("{" + string.Join(",", parts) + "}" + Suffix, _data.ToArray());
    }

    public static byte[] File(string header, byte[] data, long? headerLength = null) =>
        File(Encoding.UTF8.GetBytes(header), data, headerLength);

    public static byte[] File(byte[] header, byte[] data, long? headerLength = null)
    {
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, headerLength ?? header.Length);
        return [.. length, .. header, .. data];
    }

    /// <summary>A saved file's header and data.</summary>
    public static (string Header, byte[] Data) Split(byte[] file)
    {
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        return (Encoding.UTF8.GetString(file, 8, length), file[(8 + length)..]);
    }
}
