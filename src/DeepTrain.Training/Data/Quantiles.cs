namespace DeepTrain;

/// <summary>
/// Quantiles of numbers, by linear interpolation between the nearest two: NumPy's default (Hyndman and Fan 1996, 7).
/// </summary>
internal static class Quantiles
{
    /// <summary>The median; sorts <paramref name="values"/>, of which there is at least one.</summary>
    public static float Median(Span<float> values)
    {
        values.Sort();
        return Of(values, 0.5);
    }

    /// <param name="sorted">At least one, in order.</param>
    /// <param name="share">From 0, the least, to 1, the largest.</param>
    public static float Of(ReadOnlySpan<float> sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        double rest = place - below;
        return rest == 0 ? sorted[below] : (float)(sorted[below] + rest * ((double)sorted[below + 1] - sorted[below]));
    }
}
