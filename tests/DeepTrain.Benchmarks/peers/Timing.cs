using System.Diagnostics;

/// <summary>How the peers that are .NET programs time what they run.</summary>
internal static class Timing
{
    /// <summary>The median of the microseconds a run takes. Warmed up for a while: the JIT needs 30 calls and a tenth of a second.</summary>
    public static double Median(Action run, double seconds)
    {
        const double WarmUp = 0.3, Sample = 200e-6;
        var watch = Stopwatch.StartNew();
        int times = 0;
        for (; watch.Elapsed.TotalSeconds < WarmUp || (times < 50 && watch.Elapsed.TotalSeconds < 4 * WarmUp); times++)
            run();
        double each = watch.Elapsed.TotalSeconds / times;
        int repeats = Math.Max(1, (int)(Sample / each));
        var samples = new List<double>();
        watch.Restart();
        while (samples.Count < 5 || watch.Elapsed.TotalSeconds < seconds)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < repeats; i++)
                run();
            samples.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / repeats);
        }
        samples.Sort();
        return samples[samples.Count / 2];
    }
}
