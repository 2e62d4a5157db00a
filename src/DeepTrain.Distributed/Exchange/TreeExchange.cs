using System.Diagnostics;
using System.Numerics;

namespace DeepTrain;

/// <summary>
/// Adds up the sums of all ranks along the tree over shards: whoever holds which part, and by whatever messages, each number
/// is the sum of the same numbers in the same order.
/// </summary>
/// <remarks>
/// Short sums, where numbers of ranks and shards are powers of two, go by recursive doubling: in each of log2(ranks) rounds
/// two ranks that hold neighbouring nodes swap them. Others go in slices: each rank gets its slice of all nodes, adds up
/// that part of the tree, and hands the sum to all; a rank sends about twice the length, whatever the number of ranks. Where
/// all ranks see the same memory, slices are read from there.
/// </remarks>
internal sealed class TreeExchange(Communicator communicator) : IDisposable
{
    // above this, in floats, doubling sends more than it saves in messages
    private const int LongestDoubled = 16 * 1024;

    private readonly List<SlicedSum> _sliced = [];
    private readonly List<SharedSum> _shared = [];
    private readonly List<ShardSum> _received = [];
    private readonly HashSet<ShardSums> _kept = [];

    /// <summary>Memory for sums: of this process or, where long ones go over ranks of one machine, of all of them.</summary>
    public ShardSums CreateSums(int shards, int length)
    {
        if (communicator is MpiCommunicator { Size: > 1 } mpi && !IsDoubled(length, shards, communicator.Size)
            && length > LongestDoubled && SharedSum.Create(mpi, shards, length) is { } shared)
        {
            _shared.Add(shared);
            return shared.Sums;
        }
        return new ShardSums(shards, ShardTree.Owned(shards, communicator.Rank, communicator.Size), length);
    }

    /// <summary>Fills in the total.</summary>
    public void Sum(ShardSums sums)
    {
        if (communicator.Size == 1)
            return;
        long start = Stopwatch.GetTimestamp();
        if (_kept.Add(sums))
            communicator.Keep(sums);
        SharedSum? shared = _shared.Find(next => next.Sums == sums);
        long floats = shared != null ? shared.Sum() : IsDoubled(sums.Length, sums.Shards, communicator.Size) ? Double(sums) : Slice(sums);
        communicator.Exchange.Add(floats * sizeof(float), Stopwatch.GetElapsedTime(start));
    }

    /// <summary>Gives memory back, once all ranks are done with it; after a failure it is left as it is.</summary>
    public void Dispose()
    {
        foreach (SharedSum shared in _shared)
            shared.Dispose();
        communicator.Release();
    }

    /// <summary>Which of the two ways a sum goes.</summary>
    public static bool IsDoubled(int length, int shards, int ranks) =>
        BitOperations.IsPow2(ranks) && BitOperations.IsPow2(shards) && (length <= LongestDoubled);

    private long Double(ShardSums sums)
    {
        ShardSum? received = _received.Find(sum => sum.Length == sums.Length);
        if (received == null)
        {
            _received.Add(received = new ShardSum(sums.Length));
            communicator.Keep(received);
        }
        ShardSum total = sums.Total, mine = sums.Results[0];
        long floats = 0;
        for (int distance = 1; distance < communicator.Size; distance *= 2)
        {
            int peer = communicator.Rank ^ distance;
            communicator.Swap(peer, mine.Message, received.Message);
            floats += mine.Message.Length;
            (ShardSum left, ShardSum right) = communicator.Rank < peer ? (mine, received) : (received, mine);
            ShardTotals totals = left.Totals + right.Totals;
            ShardMath.Add(left.Numbers, right.Numbers, total.Numbers);
            total.Totals = totals;
            mine = total;
        }
        return floats;
    }

    private long Slice(ShardSums sums)
    {
        SlicedSum? sliced = _sliced.Find(next => next.Suits(sums));
        if (sliced == null)
            _sliced.Add(sliced = new SlicedSum(communicator, sums));
        return sliced.Sum(sums);
    }
}
