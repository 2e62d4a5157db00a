using System.Buffers;

namespace DeepTrain;

/// <summary>
/// Brings images to a size by a triangle filter, first along rows, then along columns. Where an image gets smaller, the
/// filter is as wide as the pixels of the result, so that nothing finer than those is left to alias; where it gets larger,
/// that is bilinear interpolation. The same as Pillow's and torchvision's antialiased bilinear.
/// </summary>
internal static class ImageResize
{
    private const float Largest = 255;

    /// <param name="source">[height, width, channels], a byte each.</param>
    /// <param name="from">The source's shape.</param>
    /// <param name="result">[channels, height, width], from 0 to 1.</param>
    /// <param name="to">The result's shape, of as many channels.</param>
    public static void Apply(ReadOnlySpan<byte> source, ImageShape from, Span<float> result, ImageShape to)
    {
        Taps across = new(from.Width, to.Width), down = new(from.Height, to.Height);
        float[] narrow = ArrayPool<float>.Shared.Rent(from.Height * to.Width);
        for (int channel = 0; channel < from.Channels; channel++)
        {
            for (int row = 0; row < from.Height; row++)
            {
                for (int column = 0; column < to.Width; column++)
                {
                    float sum = 0;
                    ReadOnlySpan<float> weights = across.Weights(column);
                    int next = (row * from.Width + across.First(column)) * from.Channels + channel;
                    foreach (float weight in weights)
                    {
                        sum += weight * source[next];
                        next += from.Channels;
                    }
                    narrow[row * to.Width + column] = sum;
                }
            }
            for (int row = 0; row < to.Height; row++)
            {
                ReadOnlySpan<float> weights = down.Weights(row);
                for (int column = 0; column < to.Width; column++)
                {
                    float sum = 0;
                    int next = down.First(row) * to.Width + column;
                    foreach (float weight in weights)
                    {
                        sum += weight * narrow[next];
                        next += to.Width;
                    }
                    // weights are 1 together but for rounding
                    result[channel * to.Plane + row * to.Width + column] = Math.Clamp(sum / Largest, 0, 1);
                }
            }
        }
        ArrayPool<float>.Shared.Return(narrow);
    }

    /// <summary>For each pixel of the result, the pixels that it is a mean of, and their weights.</summary>
    private sealed class Taps
    {
        private readonly int[] _first;
        private readonly float[][] _weights;

        public Taps(int from, int to)
        {
            _first = new int[to];
            _weights = new float[to][];
            double scale = (double)from / to, reach = Math.Max(1, scale);
            for (int pixel = 0; pixel < to; pixel++)
            {
                double centre = (pixel + 0.5) * scale;
                int first = Math.Max(0, (int)Math.Floor(centre - reach));
                int end = Math.Min(from, (int)Math.Ceiling(centre + reach));
                double[] weights = new double[end - first];
                for (int next = 0; next < weights.Length; next++)
                    weights[next] = Math.Max(0, 1 - Math.Abs(first + next + 0.5 - centre) / reach);
                double sum = weights.Sum();
                _first[pixel] = first;
                _weights[pixel] = Array.ConvertAll(weights, weight => (float)(weight / sum));
            }
        }

        public int First(int pixel) => _first[pixel];

        public ReadOnlySpan<float> Weights(int pixel) => _weights[pixel];
    }
}
