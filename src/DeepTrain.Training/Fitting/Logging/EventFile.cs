using System.Buffers.Binary;
using System.Numerics;
using Google.Protobuf;

namespace DeepTrain;

/// <summary>
/// TensorBoard's event files: records of TFRecord, each an Event of <c>tensorflow/core/util/event.proto</c>, whose fields
/// are written one by one.
/// </summary>
internal static class EventFile
{
    // fields of Event
    private const int WallTime = 1, Step = 2, FileVersion = 3, Summary = 5, SessionLog = 7;

    // fields of Summary, Summary.Value and SessionLog
    private const int Value = 1, Tag = 1, SimpleValue = 2, Status = 1, StatusStart = 1;

    /// <summary>The first event of a file.</summary>
    public static byte[] Version() => Event(0, output =>
    {
        output.WriteTag(FileVersion, WireFormat.WireType.LengthDelimited);
        output.WriteString("brain.Event:2");
    });

    /// <summary>Says that what was written before of this step and later ones does not hold.</summary>
    public static byte[] Start(long step) => Event(step, output => WriteMessage(output, SessionLog, log =>
    {
        log.WriteTag(Status, WireFormat.WireType.Varint);
        log.WriteEnum(StatusStart);
    }));

    public static byte[] Scalars(long step, IReadOnlyList<(string Tag, double Value)> scalars) => Event(
        step, output => WriteMessage(output, Summary, summary =>
        {
            foreach ((string tag, double value) in scalars)
            {
                WriteMessage(summary, Value, one =>
                {
                    one.WriteTag(Tag, WireFormat.WireType.LengthDelimited);
                    one.WriteString(tag);
                    one.WriteTag(SimpleValue, WireFormat.WireType.Fixed32);
                    one.WriteFloat((float)value);
                });
            }
        }));

    /// <summary>Writes a record: length and its checksum, the data and theirs.</summary>
    public static void Write(Stream stream, byte[] data)
    {
        byte[] record = new byte[sizeof(ulong) + sizeof(uint) + data.Length + sizeof(uint)];
        Span<byte> rest = record;
        BinaryPrimitives.WriteUInt64LittleEndian(rest, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(rest[sizeof(ulong)..], MaskedChecksum(rest[..sizeof(ulong)]));
        data.CopyTo(rest[(sizeof(ulong) + sizeof(uint))..]);
        BinaryPrimitives.WriteUInt32LittleEndian(rest[^sizeof(uint)..], MaskedChecksum(data));
        // in one go: who reads meanwhile sees whole records, or one that is not yet whole
        stream.Write(record);
    }

    private static byte[] Event(long step, Action<CodedOutputStream> writeRest) => Message(output =>
    {
        output.WriteTag(WallTime, WireFormat.WireType.Fixed64);
        output.WriteDouble((DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds);
        output.WriteTag(Step, WireFormat.WireType.Varint);
        output.WriteInt64(step);
        writeRest(output);
    });

    private static void WriteMessage(CodedOutputStream output, int field, Action<CodedOutputStream> write)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(Message(write)));
    }

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using var stream = new MemoryStream();
        using var output = new CodedOutputStream(stream, leaveOpen: true);
        write(output);
        output.Flush();
        return stream.ToArray();
    }

    // CRC-32C, turned and shifted as TFRecord has it
    private static uint MaskedChecksum(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte next in data)
            crc = BitOperations.Crc32C(crc, next);
        return unchecked(BitOperations.RotateRight(~crc, 15) + 0xa282ead8);
    }
}
