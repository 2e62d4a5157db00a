using System.Numerics;

namespace DeepTrain;

/// <summary>
/// What an update costs on many ranks: computing, which is shared, and exchanging, which is added. The exchange is counted
/// as
/// <see cref="DistributedTrainer"/> does it, message by message; its time follows from the link alone, without what may be
/// slow besides: other jobs, and ranks that are late.
/// </summary>
public sealed record ScalingModel
{
    // floats that a rank adds up in a second, from and to the memory
    private const double AddedPerSecond = 1.5e9;

    /// <summary>Numbers that are summed: <see cref="INetwork.ParameterCount"/> and moving averages.</summary>
    public required int Numbers { get; init; }

    /// <summary>Rows of a batch.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Shards of a batch: the highest number of ranks.</summary>
    public required int Shards { get; init; }

    /// <summary>Seconds for forward and backward of a row on one rank.</summary>
    public required double SecondsPerRow { get; init; }

    /// <summary>Seconds for the update, which every rank does.</summary>
    public required double SecondsPerUpdate { get; init; }

    /// <summary>What carries the messages.</summary>
    public required ClusterLink Link { get; init; }

    /// <summary>What an update costs.</summary>
    /// <param name="ranks">From 1 to <see cref="Shards"/>.</param>
    public ScalingPoint At(int ranks)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ranks, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ranks, Shards);
        double alone = BatchSize * SecondsPerRow + SecondsPerUpdate;
        int rows = 0;
        for (int rank = 0; rank < ranks; rank++)
            rows = Math.Max(rows, RowsOf(rank, ranks));
        (long bytes, int messages, double added) = ranks == 1 ? default : Exchange(ranks);
        double exchange = messages * Link.Latency + bytes / Link.Bandwidth + added / AddedPerSecond;
        double step = rows * SecondsPerRow + SecondsPerUpdate + exchange;
        return new ScalingPoint(ranks, bytes, messages, exchange, step, alone / step);
    }

    /// <summary>The highest number of ranks of which each does at least half of what one alone would.</summary>
    public int LargestUseful()
    {
        int largest = 1;
        for (int ranks = 2; ranks <= Shards; ranks++)
        {
            if (At(ranks).Speedup >= 0.5 * ranks)
                largest = ranks;
        }
        return largest;
    }

    private int RowsOf(int rank, int ranks)
    {
        IndexRange owned = ShardTree.Owned(Shards, rank, ranks);
        return IndexRange.Part(BatchSize, owned.End - 1, Shards).End - IndexRange.Part(BatchSize, owned.First, Shards).First;
    }

    // Bytes and messages that a rank sends, and floats that it adds up.
    private (long Bytes, int Messages, double Added) Exchange(int ranks)
    {
        if (TreeExchange.IsDoubled(Numbers, Shards, ranks))
        {
            int rounds = BitOperations.Log2((uint)ranks);
            return ((long)rounds * (Numbers + ShardTotals.Floats) * sizeof(float), rounds, (double)rounds * Numbers);
        }
        int nodes = 0, most = 0;
        for (int rank = 0; rank < ranks; rank++)
        {
            int count = ShardTree.Subtrees(Shards, ShardTree.Owned(Shards, rank, ranks)).Length;
            (nodes, most) = (nodes + count, Math.Max(most, count));
        }
        PartTable slices = SlicedSum.Slices(Numbers, ranks);
        int slice = slices.Counts.Max(), owners = slices.Counts.Count(count => count > 0);
        long floats = (long)most * (Numbers - slice) + (long)slice * (ranks - 1) + (long)(ranks - 1) * most * ShardTotals.Floats;
        int messages = most * Math.Min(owners, ranks - 1) + (ranks - 1) + BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)ranks));
        return (floats * sizeof(float), messages, (double)nodes * slice);
    }
}
