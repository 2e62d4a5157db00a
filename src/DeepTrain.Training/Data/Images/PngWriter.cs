using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace DeepTrain;

/// <summary>Writes PNG images of 8 bits a channel.</summary>
internal static class PngWriter
{
    /// <param name="filtered">Row by row, each with the number of its filter in front.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="channels">1, grey, or 3: red, green and blue.</param>
    public static byte[] Encode(byte[] filtered, int width, int height, int channels)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            zlib.Write(filtered);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, channels == 3 ? (byte)2 : (byte)0); // bits, and colours or grey
        return [.. PngChunks.Signature, .. Chunk("IHDR", header), .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] typeAndData = [.. Encoding.ASCII.GetBytes(type), .. data], length = new byte[4], checksum = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(checksum, PngChunks.Checksum(typeAndData));
        return [.. length, .. typeAndData, .. checksum];
    }
}
