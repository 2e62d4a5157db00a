namespace DeepTrain;

/// <summary>How a dataset becomes the batches of an epoch.</summary>
public sealed record LoaderOptions
{
    /// <summary>Rows in a batch, at least 1.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>What becomes of the rows that fill no batch.</summary>
    public LastBatch LastBatch { get; init; } = LastBatch.Merge;

    /// <summary>
    /// Whether each epoch has another order, a function of <see cref="Seed"/> and epoch; otherwise it is the dataset's.
    /// </summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>The seed of orders and of augmentation.</summary>
    public ulong Seed { get; init; }

    /// <summary>What is done to each row, anew in each epoch; null for nothing.</summary>
    public Augmentation? Augmentation { get; init; }

    /// <summary>
    /// Threads that read ahead, from 0: then the calling thread reads. Any number gives the same bytes. Worth it where rows
    /// are
    /// read from files, decoded or augmented.
    /// </summary>
    public int Workers { get; init; }
}
