namespace DeepTrain;

/// <summary>
/// A sum over ranks of one machine, in memory that all of them see: each computes its nodes there, adds up its slice of all nodes,
/// and finds the whole sum. Nothing is sent but that one has got so far.
/// </summary>
internal sealed class SharedSum : IDisposable
{
    private const int Line = 16;

    private readonly Communicator _communicator;
    private readonly NodeTable _nodes;
    private readonly SharedRegion _region;
    private readonly ShardSum[] _slots;
    private readonly IndexRange _slice;
    private readonly Func<int, ShardTotals> _totalsOf;

    private SharedSum(Communicator communicator, NodeTable nodes, int length, SharedRegion region)
    {
        (_communicator, _nodes, _region) = (communicator, nodes, region);
        int stride = Stride(length);
        ShardSum At(int place) => new(region.Memory.Slice(place * stride, length + ShardTotals.Floats));
        _slots = [.. Enumerable.Range(0, nodes.Nodes.Count).Select(At)];
        PartTable slices = SlicedSum.Slices(length, communicator.Size);
        int first = slices.Offsets[communicator.Rank];
        _slice = new IndexRange(first, first + slices.Counts[communicator.Rank]);
        _totalsOf = slot => _slots[slot].Totals;
        int own = nodes.FirstOf(communicator.Rank);
        Sums = new ShardSums(
            nodes.Shards, ShardTree.Owned(nodes.Shards, communicator.Rank, communicator.Size), length, next => _slots[own + next],
            At(nodes.Nodes.Count));
    }

    /// <summary>What this rank computes.</summary>
    public ShardSums Sums { get; }

    /// <summary>By all ranks together; null on all where there is no such memory.</summary>
    public static SharedSum? Create(Communicator communicator, int shards, int length)
    {
        var nodes = new NodeTable(shards, communicator.Size);
        SharedRegion? region = SharedRegion.Create(communicator, (nodes.Nodes.Count + 1L) * Stride(length));
        if (region == null)
            return null;
        communicator.Keep(region);
        return new SharedSum(communicator, nodes, length, region);
    }

    /// <summary>Fills in the total.</summary>
    /// <returns>The floats that this rank has written for others.</returns>
    public long Sum()
    {
        // all nodes are there
        Meet();
        Sums.Total.Totals = _nodes.Add(_totalsOf);
        Add(_nodes.Root, Sums.Total);
        // all slices are there; nodes are written again, and the sum after the next meeting
        Meet();
        return (long)Sums.Results.Length * Sums.Length + _slice.Count;
    }

    /// <summary>Gives the memory back; the sums are of no use any more.</summary>
    public void Dispose() => ((IDisposable)_region).Dispose();

    // Leaves the sum of a node in the place of its leftmost one, where nobody else uses this slice; the root's has its own.
    private void Add(IndexRange node, ShardSum into)
    {
        if (_nodes.IsOwned(node))
            return;
        int cut = ShardTree.Cut(node);
        IndexRange left = new(node.First, cut), right = new(cut, node.End);
        ShardSum ofLeft = _slots[_nodes.SlotOf(left)], ofRight = _slots[_nodes.SlotOf(right)];
        Add(left, ofLeft);
        Add(right, ofRight);
        ShardMath.Add(Slice(ofLeft), Slice(ofRight), Slice(into));
    }

    private Span<float> Slice(ShardSum sum) => sum.Numbers[_slice.First.._slice.End];

    private void Meet()
    {
        Thread.MemoryBarrier();
        _communicator.Barrier();
        Thread.MemoryBarrier();
    }

    private static int Stride(int length) => checked((length + ShardTotals.Floats + Line - 1) / Line * Line);
}
