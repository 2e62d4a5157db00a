namespace DeepTrain;

/// <summary>Options of one of several runs that share them.</summary>
internal static class RepeatedRuns
{
    /// <summary>The same with a checkpoint and logs of the run's own.</summary>
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
}
