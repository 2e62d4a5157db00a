using System.Diagnostics;

namespace DeepTrain.Benchmarks.Measuring;

/// <summary>Microseconds of one repetition over many samples.</summary>
/// <param name="Median">Of all samples.</param>
/// <param name="Least">Of all samples.</param>
/// <param name="Tenth">Which a tenth of the samples go below: far from the median where something disturbs.</param>
internal readonly record struct Times(double Median, double Least, double Tenth);

/// <summary>Times of repeated work.</summary>
internal static class Timing
{
    private const int FewestSamples = 9;
    private const double SecondsBetweenAsides = 0.02;

    /// <summary>The median of the microseconds one repetition takes, as of <see cref="Measure"/>.</summary>
    public static double MedianMicroseconds(
        Action<int> run, double seconds, double sampleMicroseconds = 200, Action? aside = null) =>
        Measure(run, seconds, sampleMicroseconds, aside).Median;

    /// <summary>
    /// The microseconds one repetition takes. Short work is repeated within a sample, so that reading the
    /// clock does not count; the time is used up in samples, so that a pause by a neighbour spoils few of them.
    /// </summary>
    /// <param name="run">Runs the work so many times.</param>
    /// <param name="seconds">How long to measure.</param>
    /// <param name="sampleMicroseconds">How long a sample takes at least.</param>
    /// <param name="aside">
    /// Measures what the work is held against, in turn with it: clocks change with the load and from second to second.
    /// </param>
    public static Times Measure(Action<int> run, double seconds, double sampleMicroseconds = 200, Action? aside = null)
    {
        int times = WarmUp(run, seconds / 4, sampleMicroseconds);
        var samples = new List<double>();
        long start = Stopwatch.GetTimestamp(), lastAside = start;
        while (samples.Count < FewestSamples || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
        {
            if (aside is not null && Stopwatch.GetElapsedTime(lastAside).TotalSeconds > SecondsBetweenAsides)
            {
                aside();
                run(times); // other threads may have gone to sleep meanwhile
                lastAside = Stopwatch.GetTimestamp();
            }
            samples.Add(Microseconds(run, times) / times);
        }
        samples.Sort();
        return new Times(Median(samples), samples[0], samples[samples.Count / 10]);
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1
            ? sorted[sorted.Length / 2]
            : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }

    public static double Microseconds(Action<int> run, int times)
    {
        long start = Stopwatch.GetTimestamp();
        run(times);
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }

    // How often to repeat within a sample, found while the caches, the branch predictors and the JIT settle.
    private static int WarmUp(Action<int> run, double seconds, double sampleMicroseconds)
    {
        run(1); // compilation, which may take longer than all that is measured
        int times = 1;
        long start = Stopwatch.GetTimestamp();
        bool isShort;
        do
        {
            isShort = Microseconds(run, times) < sampleMicroseconds && times < 1 << 24;
            if (isShort)
                times *= 2;
        }
        while (isShort || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds);
        return times;
    }
}
