using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace DeepTrain.Runtime;

/// <summary>
/// A message in the wire format of Protocol Buffers: fields one after the other, each with its number and its type, integers in
/// groups of seven bits.
/// </summary>
internal sealed class ProtobufMessage
{
    private const int VarintType = 0, LengthType = 2, Fixed32Type = 5;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    public int Length => _bytes.WrittenCount;

    public ProtobufMessage Integer(int field, long value)
    {
        Key(field, VarintType);
        Varint((ulong)value);
        return this;
    }

    public ProtobufMessage Float(int field, float value)
    {
        Key(field, Fixed32Type);
        BinaryPrimitives.WriteSingleLittleEndian(_bytes.GetSpan(sizeof(float)), value);
        _bytes.Advance(sizeof(float));
        return this;
    }

    public ProtobufMessage Text(int field, string text)
    {
        BeginBytes(field, Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, _bytes);
        return this;
    }

    public ProtobufMessage Message(int field, ProtobufMessage message)
    {
        BeginBytes(field, message.Length);
        _bytes.Write(message.Bytes);
        return this;
    }

    /// <summary>What stands in front of so many bytes, a message's or others, which follow.</summary>
    public ProtobufMessage BeginBytes(int field, long length)
    {
        Key(field, LengthType);
        Varint((ulong)length);
        return this;
    }

    public ProtobufMessage Append(ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    private void Key(int field, int type) => Varint((ulong)(field << 3 | type));

    private void Varint(ulong value)
    {
        const int LongestVarint = 10;
        Span<byte> bytes = _bytes.GetSpan(LongestVarint);
        int length = 0;
        for (; value > 0x7F; value >>= 7)
            bytes[length++] = (byte)(value | 0x80);
        bytes[length++] = (byte)value;
        _bytes.Advance(length);
    }
}
