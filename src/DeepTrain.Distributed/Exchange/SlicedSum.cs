using System.Runtime.InteropServices;

namespace DeepTrain;

/// <summary>A sum in slices, with all that is the same for every batch.</summary>
internal sealed class SlicedSum
{
    // slices of fewer floats cost more as messages than they save; their bounds are whole cache lines
    private const int Shortest = 1024, Line = 16;

    private readonly Communicator _communicator;
    private readonly int _shards;
    private readonly int _length;
    private readonly NodeTable _nodes;
    private readonly int _rounds;             // subtrees of the rank that has the most
    private readonly PartTable _slices;       // which numbers are whose
    private readonly PartTable[] _sent;       // for each round, what goes where
    private readonly PartTable[] _received;
    private readonly float[] _nodeSlices;     // this rank's slice of each node
    private readonly ShardTotals[] _mine;
    private readonly ShardTotals[] _all;
    private readonly ShardTotals[] _totals;
    private readonly IndexRange _slice;
    private readonly Func<int, ShardTotals> _totalsOf;

    public SlicedSum(Communicator communicator, ShardSums sums)
    {
        (_communicator, _shards, _length) = (communicator, sums.Shards, sums.Length);
        int size = communicator.Size;
        _nodes = new NodeTable(_shards, size);
        _rounds = _nodes.Counts.Max();
        _slices = Slices(_length, size);
        int first = _slices.Offsets[communicator.Rank];
        _slice = new IndexRange(first, first + _slices.Counts[communicator.Rank]);
        var empty = new PartTable(size);
        _sent = [.. Enumerable.Range(0, _rounds).Select(round => round < sums.Results.Length ? _slices : empty)];
        _received = [.. Enumerable.Range(0, _rounds).Select(_ => new PartTable(size))];
        int next = 0;
        for (int rank = 0; rank < size; rank++)
        {
            for (int round = 0; round < _nodes.Counts[rank]; round++)
                _received[round].Set(rank, checked(next++ * _slice.Count), _slice.Count);
        }
        _nodeSlices = GC.AllocateArray<float>(checked(_nodes.Nodes.Count * _slice.Count), pinned: true);
        (_mine, _all, _totals) = (new ShardTotals[_rounds], new ShardTotals[_rounds * size], new ShardTotals[_nodes.Nodes.Count]);
        _totalsOf = slot => _totals[slot];
        communicator.Keep(this);
    }

    public bool Suits(ShardSums sums) => sums.Shards == _shards && sums.Length == _length;

    /// <summary>How a length is cut: into as many slices as there are ranks, or fewer where they would be too
    /// short.</summary>
    public static PartTable Slices(int length, int ranks)
    {
        var slices = new PartTable(ranks);
        int owners = Math.Clamp(length / Shortest, 1, ranks), lines = (length + Line - 1) / Line;
        for (int rank = 0; rank < owners; rank++)
        {
            IndexRange part = IndexRange.Part(lines, rank, owners);
            int first = part.First * Line, end = Math.Min(part.End * Line, length);
            slices.Set(rank, first, Math.Max(0, end - first));
        }
        for (int rank = owners; rank < ranks; rank++)
            slices.Set(rank, length, 0);
        return slices;
    }

    /// <summary>Fills in the total.</summary>
    /// <returns>The floats that this rank has sent.</returns>
    public long Sum(ShardSums sums)
    {
        SumTotals(sums);
        for (int round = 0; round < _rounds; round++)
        {
            ReadOnlySpan<float> mine = round < sums.Results.Length ? sums.Results[round].Numbers : [];
            _communicator.Scatter(mine, _sent[round], _nodeSlices, _received[round]);
        }
        AddNumbers(_nodes.Root);
        _communicator.Collect(_nodeSlices.AsSpan(0, _slice.Count), sums.Total.Numbers, _slices);
        int others = _communicator.Size - 1;
        return (long)sums.Results.Length * (_length - _slice.Count) + (long)_slice.Count * others
            + (long)others * _rounds * ShardTotals.Floats;
    }

    private void SumTotals(ShardSums sums)
    {
        for (int round = 0; round < sums.Results.Length; round++)
            _mine[round] = sums.Results[round].Totals;
        _communicator.AllGather(MemoryMarshal.AsBytes(_mine.AsSpan()), MemoryMarshal.AsBytes(_all.AsSpan()));
        int slot = 0;
        for (int rank = 0; rank < _communicator.Size; rank++)
        {
            for (int round = 0; round < _nodes.Counts[rank]; round++)
                _totals[slot++] = _all[rank * _rounds + round];
        }
        sums.Total.Totals = _nodes.Add(_totalsOf);
    }

    // Leaves the sum in the place of the leftmost node.
    private void AddNumbers(IndexRange node)
    {
        if (_nodes.IsOwned(node))
            return;
        int cut = ShardTree.Cut(node);
        IndexRange left = new(node.First, cut), right = new(cut, node.End);
        AddNumbers(left);
        AddNumbers(right);
        Span<float> sum = Slot(_nodes.SlotOf(left));
        ShardMath.Add(sum, Slot(_nodes.SlotOf(right)), sum);
    }

    private Span<float> Slot(int slot) => _nodeSlices.AsSpan(slot * _slice.Count, _slice.Count);
}
