using System.Diagnostics;

namespace DeepTrain.Benchmarks.Measuring;

/// <summary>
/// How far two cores are from each other: the time from one thread's write to another's answer. Cores that share a cache answer in
/// about 100 ns, cores of different dies in 400 and more; there a second thread gains less, and short steps nothing.
/// </summary>
internal static class CoreDistance
{
    private const int Answers = 20_000, Rounds = 7;

    // words a pair of cache lines apart from anything else
    private const int Place = 32;

    /// <summary>Nanoseconds there and back, the least of several rounds; infinite where there is one processor only.</summary>
    public static double ThereAndBack()
    {
        if (Environment.ProcessorCount < 2)
            return double.PositiveInfinity;
        double least = double.PositiveInfinity;
        for (int round = 0; round < Rounds; round++)
            least = Math.Min(least, Round());
        return least;
    }

    private static double Round()
    {
        var words = new long[2 * Place];
        var other = new Thread(() =>
        {
            for (long count = 1; count < 2 * Answers; count += 2)
            {
                Await(words, count);
                Volatile.Write(ref words[Place], count + 1);
            }
        })
        { IsBackground = true };
        other.Start();
        long start = 0;
        for (long count = 1; count < 2 * Answers; count += 2)
        {
            Volatile.Write(ref words[Place], count);
            Await(words, count + 1);
            // the first answer waits for the thread to start
            if (count == 1)
                start = Stopwatch.GetTimestamp();
        }
        double time = Stopwatch.GetElapsedTime(start).TotalNanoseconds / (Answers - 1);
        other.Join();
        return time;
    }

    private static void Await(long[] words, long count)
    {
        while (Volatile.Read(ref words[Place]) != count)
        {
            // no pause: it would be longer than the answer takes
        }
    }
}
