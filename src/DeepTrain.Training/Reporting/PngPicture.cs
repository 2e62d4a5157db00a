namespace DeepTrain;

/// <summary>A row of an image as an address that holds the picture itself.</summary>
internal static class PngPicture
{
    private const int Longest = 64;

    /// <param name="pixels">[channels, height, width], of any range: the least number is black, the largest white.</param>
    /// <param name="shape">That shape; 3 channels are red, green and blue, of any others the first is shown.</param>
    public static string DataAddress(ReadOnlySpan<float> pixels, IReadOnlyList<int> shape)
    {
        int height = shape[1], width = shape[2], places = height * width, channels = shape[0] == 3 ? 3 : 1;
        ReadOnlySpan<float> shown = pixels[..(channels * places)];
        float least = float.PositiveInfinity, largest = float.NegativeInfinity;
        foreach (float pixel in shown)
        {
            if (float.IsFinite(pixel))
                (least, largest) = (Math.Min(least, pixel), Math.Max(largest, pixel));
        }
        float scale = largest > least ? 255 / (largest - least) : 0;
        // larger ones are seen in every so many-th pixel
        int every = (Math.Max(width, height) - 1) / Longest + 1;
        int rows = (height - 1) / every + 1, columns = (width - 1) / every + 1;
        byte[] bytes = new byte[rows * (1 + columns * channels)];
        int next = 0;
        for (int row = 0; row < rows; row++)
        {
            bytes[next++] = 0; // no filter
            for (int column = 0; column < columns; column++)
            {
                for (int channel = 0; channel < channels; channel++)
                {
                    float pixel = shown[channel * places + row * every * width + column * every];
                    bytes[next++] = float.IsFinite(pixel) ? (byte)Math.Clamp(MathF.Round((pixel - least) * scale), 0, 255) : (byte)0;
                }
            }
        }
        return "data:image/png;base64," + Convert.ToBase64String(PngWriter.Encode(bytes, columns, rows, channels));
    }
}
