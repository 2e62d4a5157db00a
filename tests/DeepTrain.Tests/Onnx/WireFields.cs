using System.Buffers.Binary;
using System.Text;

namespace DeepTrain.Tests.Onnx;

/// <summary>A message in the wire format of Protocol Buffers, read without knowing what it is.</summary>
internal sealed class WireFields
{
    private readonly List<(int Field, byte[] Bytes, long Number)> _fields = [];

    public WireFields(ReadOnlySpan<byte> message)
    {
        while (!message.IsEmpty)
        {
            ulong key = Varint(ref message);
            (byte[] bytes, long number) = (key & 7) switch
            {
                0 => ([], (long)Varint(ref message)),
                2 => (Take(ref message, checked((int)Varint(ref message))), 0),
                5 => (Take(ref message, sizeof(float)), 0L),
                _ => throw new InvalidDataException($"There is no such type of field: {key & 7}."),
            };
            _fields.Add((checked((int)(key >> 3)), bytes, number));
        }
    }

    public long Integer(int field) => _fields.Single(entry => entry.Field == field).Number;

    public IEnumerable<long> Integers(int field) => Of(field).Select(entry => entry.Number);

    public string Text(int field) => Texts(field).Single();

    public IEnumerable<string> Texts(int field) => Of(field).Select(entry => Encoding.UTF8.GetString(entry.Bytes));

    public WireFields Message(int field) => Messages(field).Single();

    public IEnumerable<WireFields> Messages(int field) => Of(field).Select(entry => new WireFields(entry.Bytes));

    public float[] Floats(int field) =>
        [.. Of(field).Single().Bytes.Chunk(sizeof(float)).Select(bytes => BinaryPrimitives.ReadSingleLittleEndian(bytes))];

    private IEnumerable<(int Field, byte[] Bytes, long Number)> Of(int field) => _fields.Where(entry => entry.Field == field);

    private static byte[] Take(ref ReadOnlySpan<byte> message, int length)
    {
        byte[] taken = message[..length].ToArray();
        message = message[length..];
        return taken;
    }

    private static ulong Varint(ref ReadOnlySpan<byte> message)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = message[0];
            message = message[1..];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }
}
