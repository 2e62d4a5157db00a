namespace DeepTrain;

/// <summary>What a progress report is about.</summary>
public enum FitPhase
{
    /// <summary>The fit begins or is resumed.</summary>
    Begin,

    /// <summary>A batch is done.</summary>
    Batch,

    /// <summary>An epoch is done and measured.</summary>
    Epoch,

    /// <summary>The fit has ended.</summary>
    End,
}

/// <summary>Where a fit is. A value: reporting one allocates nothing.</summary>
public readonly record struct FitProgress
{
    /// <summary>What this report is about.</summary>
    public FitPhase Phase { get; init; }

    /// <summary>The epoch, from 0.</summary>
    public int Epoch { get; init; }

    /// <summary>How many epochs there will be at most.</summary>
    public int Epochs { get; init; }

    /// <summary>Batches of this epoch that are done.</summary>
    public int Batch { get; init; }

    /// <summary>Batches in an epoch.</summary>
    public int Batches { get; init; }

    /// <summary>Updates that are done.</summary>
    public long Step { get; init; }

    /// <summary>Updates that there will be at most.</summary>
    public long TotalSteps { get; init; }

    /// <summary>The mean loss of the epoch so far, in training mode, without penalty.</summary>
    public double Loss { get; init; }

    /// <summary>The learning rate.</summary>
    public float LearningRate { get; init; }

    /// <summary>What was measured; only with <see cref="FitPhase.Epoch"/>.</summary>
    public EpochRecord? Record { get; init; }

    /// <summary>The names of the record's metrics.</summary>
    public IReadOnlyList<string>? MetricNames { get; init; }

    /// <summary>Where the fit was resumed; null if it began anew.</summary>
    public ResumePoint? ResumedAt { get; init; }

    /// <summary>Why it ended; only with <see cref="FitPhase.End"/>, and null if an error ended it.</summary>
    public StopReason? Stopped { get; init; }
}
