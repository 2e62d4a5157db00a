using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>Pictures beside what augmentation makes of them, in one PNG file: what a network sees is best looked at first.</summary>
public static class ContactSheet
{
    private const int Margin = 2;
    private const int MostPixels = 1 << 26;

    /// <summary>Writes a sheet: a line for each picture, the picture itself first, then as it is in one epoch after the other.</summary>
    /// <param name="path">The file, replaced whole or not at all. Its folder has to exist.</param>
    /// <param name="pictures">Images of 1 or 3 channels; of any others the first is shown.</param>
    /// <param name="augmentation">What is done to them; null: the pictures alone.</param>
    /// <param name="options">How many, and how large; null for the defaults.</param>
    /// <exception cref="ArgumentException">
    /// The rows are no images or none that the augmentation suits, an option is out of its range, or the sheet would be too large.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Dataset pictures, Augmentation? augmentation = null, ContactSheetOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(pictures);
        options ??= new ContactSheetOptions();
        options.Check();
        if (pictures.InputShape.Count != 3)
        {
            throw new ArgumentException(
                $"Expected images, [channels, height, width]; the rows' shape is [{string.Join(", ", pictures.InputShape)}].", nameof(pictures));
        }
        augmentation?.CheckShape(pictures.InputShape);
        var shape = ImageShape.Of(pictures.InputShape);
        int lines = Math.Min(options.Pictures, pictures.Rows), columns = augmentation == null ? 1 : 1 + options.Epochs;
        int magnify = options.Magnify ?? Math.Max(1, 64 / Math.Max(shape.Width, shape.Height));
        long width = columns * (Margin + (long)shape.Width * magnify) + Margin, height = lines * (Margin + (long)shape.Height * magnify) + Margin;
        if (width * height > MostPixels)
            throw new ArgumentException($"Expected a sheet of at most {MostPixels} pixels; it would be {width} x {height}.", nameof(options));

        var sheet = new Sheet((int)width, (int)height, shape, magnify);
        float[] original = new float[shape.Size], changed = new float[shape.Size];
        for (int line = 0; line < lines; line++)
        {
            // at equal distances: the first ones are often of one class
            int row = (int)((long)line * pictures.Rows / lines);
            pictures.CopyInputs(row, original);
            GreyScale scale = GreyScale.Of(original);
            sheet.Draw(original, scale, line, 0);
            for (int epoch = 0; epoch + 1 < columns; epoch++)
            {
                original.CopyTo(changed.AsSpan());
                augmentation!.Apply(changed, pictures.InputShape, options.Seed, epoch, row);
                sheet.Draw(changed, scale, line, epoch + 1);
            }
        }
        AtomicFile.Write(path, stream => stream.Write(sheet.ToPng()));
    }

    private sealed class Sheet
    {
        private readonly int _width, _height, _channels, _magnify;
        private readonly ImageShape _shape;
        private readonly byte[] _bytes;

        public Sheet(int width, int height, ImageShape shape, int magnify)
        {
            (_width, _height, _shape, _magnify) = (width, height, shape, magnify);
            _channels = shape.Channels == 3 ? 3 : 1;
            _bytes = new byte[height * Stride];
            Array.Fill(_bytes, byte.MaxValue);
            for (int row = 0; row < height; row++)
                _bytes[row * Stride] = 0; // no filter
        }

        private int Stride => 1 + _width * _channels;

        public void Draw(ReadOnlySpan<float> picture, GreyScale scale, int line, int column)
        {
            int top = Margin + line * (Margin + _shape.Height * _magnify), left = Margin + column * (Margin + _shape.Width * _magnify);
            for (int y = 0; y < _shape.Height * _magnify; y++)
            {
                int start = (top + y) * Stride + 1 + left * _channels;
                for (int x = 0; x < _shape.Width * _magnify; x++)
                {
                    int place = y / _magnify * _shape.Width + x / _magnify;
                    for (int channel = 0; channel < _channels; channel++)
                        _bytes[start + x * _channels + channel] = scale.ToByte(picture[channel * _shape.Plane + place]);
                }
            }
        }

        public byte[] ToPng() => PngWriter.Encode(_bytes, _width, _height, _channels);
    }
}
