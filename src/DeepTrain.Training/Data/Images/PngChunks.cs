using System.Buffers.Binary;
using System.Text;

namespace DeepTrain;

/// <summary>Checks a PNG file's chunks: the decoder takes those that are damaged as they are.</summary>
internal static class PngChunks
{
    private const int Frame = 12; // length, type and checksum of a chunk

    private static readonly uint[] Table = CreateTable();

    internal static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    public static bool IsPng(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Signature);

    /// <exception cref="InvalidDataException">A chunk is cut off or has another checksum, or the last is
    /// missing.</exception>
    public static void Check(string path, ReadOnlySpan<byte> bytes)
    {
        int place = Signature.Length;
        while (true)
        {
            ReadOnlySpan<byte> rest = bytes[place..];
            uint length = rest.Length < Frame ? 0 : BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (rest.Length < Frame || length > rest.Length - Frame)
            {
                throw new InvalidDataException(
                    $"{path}: expected a whole PNG image; it is cut off in the chunk at byte {place}.");
            }
            ReadOnlySpan<byte> typeAndData = rest.Slice(4, (int)length + 4);
            string type = Encoding.Latin1.GetString(typeAndData[..4]);
            uint expected = BinaryPrimitives.ReadUInt32BigEndian(rest[((int)length + 8)..]), actual = Checksum(typeAndData);
            if (actual != expected)
            {
                string name = Runtime.Quoted.Value(type);
                throw new InvalidDataException(
                    $"{path}: expected checksum {expected:x8} of the PNG chunk {name} at byte {place}; it is "
                    + $"{actual:x8}: the file is damaged.");
            }
            if (type == "IEND")
                return;
            place += (int)length + Frame;
        }
    }

    /// <summary>CRC-32 as in ISO 3309 and in PNG.</summary>
    internal static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint checksum = 0xffffffff;
        foreach (byte next in bytes)
            checksum = Table[(byte)(checksum ^ next)] ^ (checksum >> 8);
        return ~checksum;
    }

    private static uint[] CreateTable()
    {
        uint[] table = new uint[256];
        for (uint number = 0; number < table.Length; number++)
        {
            uint rest = number;
            for (int bit = 0; bit < 8; bit++)
                rest = (rest & 1) != 0 ? 0xedb88320 ^ (rest >> 1) : rest >> 1;
            table[number] = rest;
        }
        return table;
    }
}
