namespace DeepTrain;

/// <summary>What becomes of the rows at the end of an epoch that fill no batch.</summary>
public enum LastBatch
{
    /// <summary>
    /// Fewer than 8 join the batch before; more are a batch of their own. A gradient of very few rows is noise, and batch
    /// norm
    /// knows nothing of a single one.
    /// </summary>
    Merge,

    /// <summary>They are a batch of their own, however few.</summary>
    Keep,

    /// <summary>They are left out; in each epoch others, since the order is another.</summary>
    Drop,
}
