namespace DeepTrain;

/// <summary>What is searched, and how.</summary>
public sealed record SearchOptions
{
    /// <summary>What may vary besides the class of networks.</summary>
    public Space Space { get; init; } = new();

    /// <summary>The classes to choose from, at least one, each with a name of its own.</summary>
    public IReadOnlyList<Candidate> Networks { get; init; } = [];

    /// <summary>Which settings are tried, and for how long: see <see cref="Strategies"/>.</summary>
    public SearchStrategy Strategy { get; init; } = Strategies.Random();

    /// <summary>
    /// A folder that keeps the trials; null for memory. Several processes, on several machines, may work on one; what was
    /// interrupted goes on, and what is done is not done again.
    /// </summary>
    public string? Directory { get; init; }

    /// <summary>Trials at once in this process, at least 1. Any number gives the same trials and the same results.</summary>
    public int Parallel { get; init; } = 1;

    /// <summary>
    /// The seed of settings, weights and orders: a trial is a function of it and of the trial's number. All trials begin
    /// with the same weights of their class and see rows in the same order, so that they differ by their settings alone.
    /// </summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// How each trial trains, as far as nothing varies. <see cref="FitOptions.Epochs"/> are those of a whole trial; a metric
    /// to stop early by, and metrics to measure, go here. Loggers get a place for each trial.
    /// </summary>
    public FitOptions Training { get; init; } = new();

    /// <summary>What is best: one of <see cref="FitOptions.Metrics"/>; null for the lowest validation loss.</summary>
    public Metric? Objective { get; init; }

    /// <summary>Preprocessing, which is fitted to the training rows of each fold; null for none.</summary>
    public Preprocessing? Prepare { get; init; }

    /// <summary>Folds of a search without validation rows of its own, at least 2.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>How rows are shared out to folds; null for the defaults.</summary>
    public SplitOptions? Split { get; init; }

    /// <summary>
    /// Makes options of a trial's settings that <see cref="Space.Others"/> names, or of several settings together; null for
    /// nothing. It has to be a function of its arguments alone, and may be called by several threads at once.
    /// </summary>
    public Func<TrialSettings, FitOptions, FitOptions>? Configure { get; init; }

    /// <summary>
    /// The time between two checkpoints of a trial, which is resumed there after an interruption; from 0. They lie in
    /// <see cref="Directory"/> until the trial is done.
    /// </summary>
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Who hands out trials and takes their results; null for <see cref="Directory"/> or, without one, memory. The search
    /// closes it.
    /// </summary>
    public ITrialStore? Store { get; init; }

    /// <summary>Who is told of every trial that this process has done; calls come one at a time.</summary>
    public IProgress<SearchProgress>? Progress { get; init; }
}
