using System.Globalization;
using System.Text;

namespace DeepTrain;

/// <summary>Netpbm's grey and colour maps, PGM and PPM, as text (P2, P3) and binary (P5, P6).</summary>
internal static class PortableMap
{
    private const int MostValue = ushort.MaxValue;

    public static bool IsOne(ReadOnlySpan<byte> bytes) => bytes is [(byte)'P', (byte)'2' or (byte)'3' or (byte)'5' or (byte)'6', ..];

    /// <summary>A map's pixels with as many channels as asked for, [height, width, channels], a byte each.</summary>
    /// <exception cref="InvalidDataException">The header is none, or there are fewer pixels than it says.</exception>
    public static (byte[] Pixels, int Height, int Width) Read(string path, ReadOnlySpan<byte> bytes, int channels)
    {
        bool isText = bytes[1] is (byte)'2' or (byte)'3';
        int stored = bytes[1] is (byte)'3' or (byte)'6' ? 3 : 1;
        int place = 2;
        int width = Header(path, bytes, ref place, "a width"), height = Header(path, bytes, ref place, "a height");
        int most = Header(path, bytes, ref place, "a largest value");
        if (most > MostValue)
            throw new InvalidDataException($"{path}: expected a largest value of at most {MostValue}; it is {most}.");
        place++; // the one blank behind the header
        int bytesOfValue = isText || most > byte.MaxValue ? 2 : 1; // as text a digit and a blank, at least
        // before any memory is taken; three numbers of 31 bits are more than 64
        if ((Int128)width * height * stored * bytesOfValue > bytes.Length - place + (isText ? 1 : 0))
        {
            throw new InvalidDataException(
                $"{path}: expected {width} x {height} pixels, as the header says; behind it there are "
                + $"{Math.Max(0, bytes.Length - place)} bytes.");
        }

        byte[] pixels = new byte[checked(width * height * channels)];
        Span<byte> pixel = stackalloc byte[3];
        for (int next = 0; next < width * height; next++)
        {
            for (int channel = 0; channel < stored; channel++)
            {
                int value = isText ? Number(path, bytes, ref place, "a pixel")
                    : bytesOfValue == 1 ? bytes[place++] : (bytes[place++] << 8) | bytes[place++];
                if (value > most)
                    throw new InvalidDataException($"{path}: expected pixels from 0 to {most}; that before byte {place} is {value}.");
                pixel[channel] = (byte)((value * 255 + most / 2) / most);
            }
            Write(pixel[..stored], pixels.AsSpan(next * channels, channels));
        }
        return (pixels, height, width);
    }

    // from grey or colours to grey, colours, or colours and opacity
    private static void Write(ReadOnlySpan<byte> from, Span<byte> to)
    {
        if (to.Length == 1)
        {
            // Rec. 601 in 256ths, as for the other formats
            to[0] = from.Length == 1 ? from[0] : (byte)((from[0] * 77 + from[1] * 150 + from[2] * 29) >> 8);
            return;
        }
        for (int channel = 0; channel < 3; channel++)
            to[channel] = from[from.Length == 1 ? 0 : channel];
        if (to.Length == 4)
            to[3] = byte.MaxValue;
    }

    private static int Header(string path, ReadOnlySpan<byte> bytes, ref int place, string what)
    {
        int number = Number(path, bytes, ref place, what);
        return number > 0 ? number : throw new InvalidDataException($"{path}: expected {what} of at least 1; it is {number}.");
    }

    // blanks and comments, then digits
    private static int Number(string path, ReadOnlySpan<byte> bytes, ref int place, string what)
    {
        while (place < bytes.Length && (bytes[place] is (byte)'#' || IsBlank(bytes[place])))
        {
            if (bytes[place] != (byte)'#')
            {
                place++;
                continue;
            }
            int line = bytes[place..].IndexOf((byte)'\n');
            place = line < 0 ? bytes.Length : place + line + 1;
        }
        int end = place;
        while (end < bytes.Length && char.IsAsciiDigit((char)bytes[end]))
            end++;
        if (!int.TryParse(bytes[place..end], NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            string came = place == bytes.Length ? "the file ends"
                : $"there is {Runtime.Quoted.Value(Encoding.Latin1.GetString(bytes.Slice(place, Math.Min(12, bytes.Length - place))))}";
            throw new InvalidDataException($"{path}: expected {what} at byte {place}, but {came}.");
        }
        place = end;
        return number;
    }

    private static bool IsBlank(byte one) => one is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\v' or (byte)'\f';
}
