namespace DeepTrain;

/// <summary>A line of a plot.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Points">From left to right; what is not finite interrupts the line.</param>
internal sealed record PlotSeries(string Name, IReadOnlyList<(double X, double Y)> Points)
{
    private const int Buckets = 150;

    /// <summary>At most a few hundred points: of each stretch the least and the largest, so that no peak is lost.</summary>
    public PlotSeries Thinned()
    {
        if (Points.Count <= 2 * Buckets)
            return this;
        var kept = new List<(double X, double Y)>();
        for (int bucket = 0; bucket < Buckets; bucket++)
        {
            int from = (int)((long)bucket * Points.Count / Buckets), to = (int)((long)(bucket + 1) * Points.Count / Buckets);
            int least = from, largest = from;
            for (int next = from; next < to; next++)
            {
                // NaN is smaller than all others to Min, and a gap is worth showing
                least = Points[next].Y.CompareTo(Points[least].Y) < 0 ? next : least;
                largest = Points[next].Y.CompareTo(Points[largest].Y) > 0 ? next : largest;
            }
            kept.Add(Points[Math.Min(least, largest)]);
            if (least != largest)
                kept.Add(Points[Math.Max(least, largest)]);
        }
        if (kept[^1].X != Points[^1].X)
            kept.Add(Points[^1]);
        return this with { Points = kept };
    }
}
