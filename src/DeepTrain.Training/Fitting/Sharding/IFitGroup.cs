namespace DeepTrain;

/// <summary>
/// Processes that train one network together. Each has the whole network and computes some shards of every batch; all of
/// them call each method in the same order.
/// </summary>
internal interface IFitGroup
{
    /// <summary>This process, from 0. Process 0 reads and writes files.</summary>
    int Rank { get; }

    /// <summary>How many there are.</summary>
    int Size { get; }

    /// <summary>Memory for sums, and whatever else they need.</summary>
    /// <param name="shards">Shards of a batch.</param>
    /// <param name="length">How many numbers are summed.</param>
    ShardSums CreateSums(int shards, int length);

    /// <summary>Fills in <see cref="ShardSums.Total"/> from the results of all processes, along the tree.</summary>
    void Sum(ShardSums sums);

    /// <summary>Hands the bytes of each to everybody, in the order of the processes.</summary>
    /// <param name="mine">As many for each.</param>
    /// <param name="all">For those of all.</param>
    void Gather(ReadOnlySpan<byte> mine, Span<byte> all);

    /// <summary>Hands to everybody what process 0 reads; null is handed on as null.</summary>
    byte[]? Share(Func<byte[]?> read);
}

/// <summary>A process on its own.</summary>
internal sealed class SingleProcess : IFitGroup
{
    private SingleProcess()
    {
    }

    public static SingleProcess Instance { get; } = new();

    public int Rank => 0;

    public int Size => 1;

    public ShardSums CreateSums(int shards, int length) => new(shards, new IndexRange(0, shards), length);

    // the whole tree is this process's
    public void Sum(ShardSums sums)
    {
    }

    public void Gather(ReadOnlySpan<byte> mine, Span<byte> all) => mine.CopyTo(all);

    public byte[]? Share(Func<byte[]?> read) => read();
}
