namespace DeepTrain;

/// <summary>Reads a suggestion off the curve of a range test.</summary>
internal static class RateCurveReader
{
    // of the whole fall: where it has begun, and before the lowest point, whose rate is next to exploding
    private const double Begun = 0.1;

    // of the noise of single losses: less is no fall
    private const double LeastFall = 4;

    // what is left of the rate at the lowest point
    private const double Caution = 10;

    public static RateRange Read(List<RatePoint> curve, float current, NetworkDescription network)
    {
        RatePoint[] finite = [.. curve.Where(point => double.IsFinite(point.Smoothed))];
        bool explodes = finite.Length < curve.Count || curve[^1].Smoothed > curve[0].Smoothed;
        // the first ones are means of hardly anything
        int first = Math.Min(10, finite.Length / 4);
        if (finite.Length - first < 5)
        {
            return new RateRange(curve, null, null, null,
                $"The loss explodes at once, at a rate of {Words.Number(curve[^1].Rate)}: the network is unstable at its initial weights, or "
                + "rows are not finite. Sanity.Check says more.");
        }
        int lowest = first;
        for (int next = first; next < finite.Length; next++)
        {
            if (finite[next].Smoothed < finite[lowest].Smoothed)
                lowest = next;
        }
        double start = Level(finite, first), fall = start - finite[lowest].Smoothed;
        if (!(fall > LeastFall * Noise(finite, lowest)) || lowest == first)
        {
            return new RateRange(curve, null, null, null,
                $"The loss of {network.Name} does not fall at any rate from {Words.Number(curve[0].Rate)} to {Words.Number(curve[^1].Rate)}, "
                + $"{Words.Number(start)} at first and {Words.Number(finite[lowest].Smoothed)} at best: the rate is not what is wrong. "
                + "Sanity.Check looks for dead and saturated units and wrong inputs.");
        }
        int begins = first;
        while (begins < lowest && finite[begins].Smoothed > start - Begun * fall)
            begins++;
        float low = finite[begins].Rate, high = finite[lowest].Rate;
        // between where it begins and where it ends, on the safe side
        float suggestion = (float)Math.Clamp(high / Caution, Math.Min(low, high), high);
        string end = explodes
            ? $", and explodes from there on to {Words.Number(curve[^1].Rate)}"
            : $"; it does not explode up to {Words.Number(curve[^1].Rate)}";
        string own = current > 0 && (current < low / 10 || current > high)
            ? $" The network's own rate, {Words.Number(current)}, is {(current > high ? "too high" : "too low")}." : "";
        return new RateRange(curve, low, suggestion, high,
            $"The loss begins to fall at a rate of {Words.Number(low)} and is lowest at {Words.Number(high)}{end}. Suggested is "
            + $"{Words.Number(suggestion)}, {(suggestion > low ? "a tenth of the latter" : "where it falls already")}: a rate that goes well "
            + $"for a few steps is too high for many.{own}");
    }

    // The loss before anything is learnt: at the lowest rates.
    private static double Level(RatePoint[] curve, int first) => curve.Take(first + 1).Average(point => point.Loss);

    // The deviation of smoothed losses, told from what single ones differ by from one to the next: a trend adds little to that.
    private static double Noise(RatePoint[] curve, int lowest)
    {
        double squares = 0;
        for (int next = 1; next <= lowest; next++)
            squares += (curve[next].Loss - curve[next - 1].Loss) * (curve[next].Loss - curve[next - 1].Loss);
        // a difference has twice the variance, and a mean in which the latest of them counts 0.1 has 1/19 of it
        return Math.Sqrt(squares / Math.Max(lowest, 1) / 2 / 19) + 1e-4 * Math.Abs(Level(curve, 0));
    }
}
