using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace DeepTrain.Training.Tests;

/// <summary>Image files as other programs write them.</summary>
internal static class ImageBytes
{
    /// <summary>An 8-bit PNG of red, green and blue, row by row.</summary>
    public static byte[] Png(int width, int height, Func<int, int, (byte Red, byte Green, byte Blue)> pixel)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (int y = 0; y < height; y++)
            {
                zlib.WriteByte(0); // no filter
                for (int x = 0; x < width; x++)
                {
                    (byte red, byte green, byte blue) = pixel(x, y);
                    zlib.Write([red, green, blue]);
                }
            }
        }
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        byte[] signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];
        return [.. signature, .. Chunk("IHDR", header), .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];
    }

    public static byte[] Chunk(string type, byte[] data)
    {
        byte[] typeAndData = [.. Encoding.ASCII.GetBytes(type), .. data];
        byte[] frame = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(frame, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), Checksum(typeAndData));
        return [.. frame[..4], .. typeAndData, .. frame[4..]];
    }

    /// <summary>A baseline JPEG of one row of grey blocks of 8 x 8 pixels.</summary>
    public static byte[] Jpeg(params byte[] blocks)
    {
        var bits = new StringBuilder();
        int before = 128;
        foreach (byte grey in blocks)
        {
            // of each block the mean alone, as its difference to the one before
            int difference = grey - before, size = 32 - int.LeadingZeroCount(Math.Abs(difference));
            int value = difference < 0 ? difference + (1 << size) - 1 : difference;
            bits.Append(Convert.ToString(size, 2).PadLeft(4, '0'));
            bits.Append(size == 0 ? "" : Convert.ToString(value, 2).PadLeft(size, '0')).Append('0');
            before = grey;
        }
        while (bits.Length % 8 != 0)
            bits.Append('1');
        var scan = new List<byte>();
        for (int next = 0; next < bits.Length; next += 8)
        {
            scan.Add(Convert.ToByte(bits.ToString(next, 8), 2));
            if (scan[^1] == 0xff)
                scan.Add(0);
        }
        int width = 8 * blocks.Length;
        return
        [
            0xff, 0xd8,
            0xff, 0xdb, 0, 67, 0, .. Enumerable.Repeat((byte)8, 64),
            0xff, 0xc0, 0, 11, 8, 0, 8, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0,
            0xff, 0xc4, 0, 31, 0x00, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
            0xff, 0xc4, 0, 20, 0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0xff, 0xda, 0, 8, 1, 1, 0x00, 0, 63, 0, .. scan,
            0xff, 0xd9,
        ];
    }

    // bit by bit, as ISO 3309 says it
    private static uint Checksum(byte[] bytes)
    {
        uint checksum = 0xffffffff;
        foreach (byte next in bytes)
        {
            checksum ^= next;
            for (int bit = 0; bit < 8; bit++)
                checksum = (checksum & 1) != 0 ? (checksum >> 1) ^ 0xedb88320 : checksum >> 1;
        }
        return ~checksum;
    }
}
