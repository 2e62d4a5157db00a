namespace DeepTrain;

/// <summary>How numbers are spread: how many lie in each of equally wide bins.</summary>
/// <param name="Least">Where the first bin begins.</param>
/// <param name="Largest">Where the last bin ends.</param>
/// <param name="Counts">How many finite numbers lie in each bin; what lies outside counts for the outermost.</param>
public sealed record Histogram(double Least, double Largest, IReadOnlyList<int> Counts)
{
    /// <summary>The bins of every histogram here.</summary>
    public const int Bins = 40;

    internal static Histogram Of(ReadOnlySpan<float> numbers, double least, double largest)
    {
        int[] counts = new int[Bins];
        double scale = largest > least ? Bins / (largest - least) : 0;
        foreach (float number in numbers)
        {
            if (float.IsFinite(number))
                counts[(int)Math.Clamp((number - least) * scale, 0, Bins - 1)]++;
        }
        return new Histogram(least, largest, counts);
    }
}
