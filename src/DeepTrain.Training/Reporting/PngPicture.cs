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
        GreyScale scale = GreyScale.Of(shown);
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
                    bytes[next++] = scale.ToByte(shown[channel * places + row * every * width + column * every]);
            }
        }
        return "data:image/png;base64," + Convert.ToBase64String(PngWriter.Encode(bytes, columns, rows, channels));
    }
}
