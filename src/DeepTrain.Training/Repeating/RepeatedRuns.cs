using System.Runtime.ExceptionServices;

namespace DeepTrain;

/// <summary>Several runs that share options.</summary>
internal static class RepeatedRuns
{
    /// <summary>The same options with a checkpoint and logs of the run's own.</summary>
    /// <exception cref="ArgumentException">A logger cannot be had for several runs.</exception>
    public static FitOptions ForRun(FitOptions options, string name) => options with
    {
        Checkpoint = options.Checkpoint is { } checkpoint
            ? checkpoint with { Directory = Path.Combine(checkpoint.Directory, name) } : null,
        Loggers = [.. options.Loggers.Select(logger => logger is IRunLogger many
            ? many.ForRun(name)
            : throw new ArgumentException(
                $"Expected Loggers that implement IRunLogger, as there are several runs; one is {logger?.GetType().Name ?? "null"}.",
                nameof(options)))],
    };

    /// <summary>Does all runs, so many at once, in their order. None begins after the token, or after one has
    /// thrown.</summary>
    public static void ForEach(int count, int parallel, CancellationToken token, Action<int> run)
    {
        if (parallel == 1)
        {
            for (int number = 0; number < count && !token.IsCancellationRequested; number++)
                run(number);
            return;
        }
        int next = -1;
        Exception? failure = null;
        Thread[] threads = [.. Enumerable.Range(0, Math.Min(parallel, count)).Select(_ => new Thread(Work) { IsBackground = true })];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        if (failure != null)
            ExceptionDispatchInfo.Throw(failure);

        void Work()
        {
            while (!token.IsCancellationRequested && Volatile.Read(ref failure) == null)
            {
                int number = Interlocked.Increment(ref next);
                if (number >= count)
                    return;
                try
                {
                    run(number);
                }
                catch (Exception thrown)
                {
                    Interlocked.CompareExchange(ref failure, thrown, null);
                }
            }
        }
    }
}
