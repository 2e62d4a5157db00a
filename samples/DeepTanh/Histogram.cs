/// <summary>How values are spread, as a line of bars.</summary>
public static class Histogram
{
    public const int Width = 27;

    private const string Bars = " ▁▂▃▄▅▆▇█";

    /// <summary>
    /// A bar's height is the square root of its share, against the highest: rare values still show. The outermost bars count
    /// what lies beyond them, too.
    /// </summary>
    public static string Draw(ReadOnlySpan<float> values, float smallest, float largest)
    {
        Span<int> counts = stackalloc int[Width];
        counts.Clear();
        foreach (float value in values)
        {
            float place = (value - smallest) / (largest - smallest) * Width;
            counts[(int)Math.Clamp(place, 0, Width - 1)]++;
        }

        int highest = 0;
        foreach (int count in counts)
            highest = Math.Max(highest, count);
        Span<char> bars = stackalloc char[Width];
        for (int i = 0; i < Width; i++)
            bars[i] = Bars[(int)Math.Ceiling(Math.Sqrt(counts[i] / (double)highest) * (Bars.Length - 1))];
        return new string(bars);
    }
}
