using StbImageSharp;

namespace DeepTrain;

/// <summary>Decodes PNG, JPEG, PGM and PPM. An error names the file.</summary>
internal static class ImageFile
{
    // 256 million pixels take 1 GiB with opacity: what says that it is larger is no picture to train on
    private const long MostPixels = 1 << 28;

    // What says that it has more pixels for its bytes lies: a block of JPEG takes a bit at least, deflate packs 1032 to 1.
    private const long MostJpegPixelsPerByte = 1 << 11, MostPngPixelsPerByte = 1 << 14;

    /// <exception cref="InvalidDataException">The file is no image, is cut off, or is damaged.</exception>
    public static void Read(string path, ImageOptions options, Span<float> pixels)
    {
        byte[] bytes = File.ReadAllBytes(path);
        if (PortableMap.IsOne(bytes))
        {
            (byte[] map, int height, int width) = PortableMap.Read(path, bytes, options.Channels);
            Resize(path, map, height, width, options, pixels);
            return;
        }
        if (PngChunks.IsPng(bytes))
            PngChunks.Check(path, bytes);
        else
            CheckJpeg(path, bytes);
        ImageResult image = Decode(path, bytes, options.Channels switch
        {
            1 => ColorComponents.Grey,
            3 => ColorComponents.RedGreenBlue,
            _ => ColorComponents.RedGreenBlueAlpha,
        });
        Resize(path, image.Data, image.Height, image.Width, options, pixels);
    }

    private static void Resize(string path, byte[] source, int height, int width, ImageOptions options, Span<float> pixels)
    {
        if ((long)height * options.Width > Array.MaxLength)
            throw new InvalidDataException($"{path}: expected fewer rows of pixels; there are {height}.");
        ImageResize.Apply(
            source, new ImageShape(options.Channels, height, width), pixels,
            new ImageShape(options.Channels, options.Height, options.Width));
    }

    private static ImageResult Decode(string path, byte[] bytes, ColorComponents components)
    {
        try
        {
            long most = bytes.Length * (PngChunks.IsPng(bytes) ? MostPngPixelsPerByte : MostJpegPixelsPerByte);
            most = Math.Min(MostPixels, most);
            using var header = new EndingStream(bytes);
            if (ImageInfo.FromStream(header) is { } found && (long)found.Width * found.Height > most)
            {
                throw new InvalidDataException(
                    $"{path}: expected at most {most} pixels in a file of {bytes.Length} bytes; it says that it has "
                    + $"{found.Width} x {found.Height}.");
            }
            using var whole = new EndingStream(bytes);
            return ImageResult.FromStream(whole, components);
        }
        // whatever the decoder stumbles over: an index, a sum, a tag
        catch (Exception error) when (error is not (InvalidDataException or OutOfMemoryException))
        {
            throw new InvalidDataException(
                $"{path}: expected a PNG or JPEG image, but it cannot be decoded: {error.Message}", error);
        }
    }

    // The decoder takes a file that is cut off, and paints the rest grey.
    private static void CheckJpeg(string path, byte[] bytes)
    {
        if (bytes is not [0xff, 0xd8, 0xff, ..])
            throw new InvalidDataException($"{path}: expected an image as PNG, JPEG, PGM or PPM; its first bytes are of none.");
        if (bytes.AsSpan().LastIndexOf([(byte)0xff, (byte)0xd9]) < 0)
            throw new InvalidDataException($"{path}: expected a whole JPEG image; it has no end, and may be cut off.");
    }
}
