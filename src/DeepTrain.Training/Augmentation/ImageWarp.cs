namespace DeepTrain;

/// <summary>An image seen through an affine map, by bilinear interpolation between the centres of pixels.</summary>
internal static class ImageWarp
{
    /// <param name="source">[channels, height, width].</param>
    /// <param name="result">The same; shares no memory with <paramref name="source"/>.</param>
    /// <param name="shape">Of both.</param>
    /// <param name="map">From pixels of the result to those of the source.</param>
    /// <param name="edges">What lies beyond.</param>
    /// <param name="constant">The value beyond, for <see cref="EdgePolicy.Constant"/>.</param>
    public static void Apply(
        ReadOnlySpan<float> source, Span<float> result, ImageShape shape, AffineMap map, EdgePolicy edges, float constant)
    {
        double centreX = (shape.Width - 1) / 2.0, centreY = (shape.Height - 1) / 2.0;
        int plane = shape.Height * shape.Width;
        for (int row = 0, pixel = 0; row < shape.Height; row++)
        {
            for (int column = 0; column < shape.Width; column++, pixel++)
            {
                (double x, double y) = map.Source(column - centreX, row - centreY);
                (int left, int right, float toRight) = Neighbours(x + centreX, shape.Width, edges);
                (int upper, int lower, float toLower) = Neighbours(y + centreY, shape.Height, edges);
                for (int start = 0; start < source.Length; start += plane)
                {
                    ReadOnlySpan<float> channel = source.Slice(start, plane);
                    float above = Between(At(channel, upper, left), At(channel, upper, right), toRight);
                    float below = Between(At(channel, lower, left), At(channel, lower, right), toRight);
                    result[start + pixel] = Between(above, below, toLower);
                }
            }
        }

        float At(ReadOnlySpan<float> channel, int row, int column) =>
            (row | column) < 0 ? constant : channel[row * shape.Width + column];
    }

    private static float Between(float first, float second, float share) =>
        share == 0 ? first : first + share * (second - first);

    // The two pixels around a place, -1 for beyond the edge, and how far it is from the first to the second.
    private static (int First, int Second, float Share) Neighbours(double place, int size, EdgePolicy edges)
    {
        double floor = Math.Floor(place);
        float share = (float)(place - floor);
        // far beyond, as a small scale may reach; the same pixels come again every 2 * size
        int first = (int)Math.Clamp(floor, -1e9, 1e9);
        return (Inside(first, size, edges), Inside(first + 1, size, edges), share);
    }

    private static int Inside(int place, int size, EdgePolicy edges)
    {
        if ((uint)place < (uint)size)
            return place;
        switch (edges)
        {
            case EdgePolicy.Constant:
                return -1;
            case EdgePolicy.Replicate:
                return place < 0 ? 0 : size - 1;
            default:
                int turn = place % (2 * size);
                if (turn < 0)
                    turn += 2 * size;
                return turn < size ? turn : 2 * size - 1 - turn;
        }
    }
}
