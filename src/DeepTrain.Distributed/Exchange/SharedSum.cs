using System.Runtime.InteropServices;

namespace DeepTrain;

/// <summary>
/// A sum over ranks of one machine, in memory that all of them see. Each computes its nodes there. Of two nodes, everybody
/// adds up all numbers as it needs them; of more, each rank adds up its slice, and finds the whole sum. Nothing is sent:
/// that one has got so far is written there too.
/// </summary>
internal sealed class SharedSum : IDisposable
{
    private const int Line = 16, Spins = 1000;

    private readonly MpiCommunicator _communicator;
    private readonly NodeTable _nodes;
    private readonly SharedRegion _region;
    private readonly int _counters;     // where ranks write how often they have met, a line each
    private readonly ShardSum[][] _slots;
    private readonly IndexRange _slice;
    private readonly Func<int, ShardTotals> _totalsOf;
    private readonly Func<bool> _haveAllCome;
    private int _meeting;
    private int _turn;                  // which of the slots are in use

    private SharedSum(MpiCommunicator communicator, NodeTable nodes, int length, SharedRegion region)
    {
        (_communicator, _nodes, _region) = (communicator, nodes, region);
        int stride = Stride(length);
        ShardSum At(int place) => new(region.Memory.Slice(place * stride, length + ShardTotals.Floats));
        int count = nodes.Nodes.Count;
        _slots = [.. Enumerable.Range(0, Turns(nodes)).Select(
            turn => (ShardSum[])[.. Enumerable.Range(0, count).Select(slot => At(turn * count + slot))])];
        _counters = (int)Strides(nodes) * stride;
        PartTable slices = SlicedSum.Slices(length, communicator.Size);
        int first = slices.Offsets[communicator.Rank];
        _slice = new IndexRange(first, first + slices.Counts[communicator.Rank]);
        _totalsOf = slot => _slots[_turn][slot].Totals;
        _haveAllCome = HaveAllCome;
        Sums = new ShardSums(
            nodes.Shards, ShardTree.Owned(nodes.Shards, communicator.Rank, communicator.Size), length,
            next => _slots[0][nodes.FirstOf(communicator.Rank) + next], IsHalved(nodes) ? new ShardSum(0) : At(count));
    }

    /// <summary>What this rank computes.</summary>
    public ShardSums Sums { get; }

    /// <summary>By all ranks together; null on all where there is no such memory.</summary>
    public static SharedSum? Create(MpiCommunicator communicator, int shards, int length)
    {
        var nodes = new NodeTable(shards, communicator.Size);
        SharedRegion? region = SharedRegion.Create(
            communicator, Strides(nodes) * Stride(length) + (long)communicator.Size * Line);
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
        long written = (long)Sums.Results.Length * Sums.Length;
        if (IsHalved(_nodes))
        {
            // while others still read these, the next ones are written elsewhere; who comes to the next meeting has read
            // them
            Sums.Halves = (_slots[_turn][0], _slots[_turn][1]);
            _turn ^= 1;
            Sums.Results[0] = _slots[_turn][_communicator.Rank];
            return written;
        }
        Add(_nodes.Root, Sums.Total);
        // all slices are there; nodes are written again, and the sum after the next meeting
        Meet();
        return written + _slice.Count;
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
        ShardSum ofLeft = _slots[0][_nodes.SlotOf(left)], ofRight = _slots[0][_nodes.SlotOf(right)];
        Add(left, ofLeft);
        Add(right, ofRight);
        ShardMath.Add(Slice(ofLeft), Slice(ofRight), Slice(into));
    }

    private Span<float> Slice(ShardSum sum) => sum.Numbers[_slice.First.._slice.End];

    // Faster than a barrier of MPI's, which sends messages.
    private void Meet()
    {
        Volatile.Write(ref Counter(_communicator.Rank), ++_meeting);
        for (int spin = 0; spin < Spins; spin++)
        {
            if (HaveAllCome())
                return;
            Thread.SpinWait(1);
        }
        _communicator.WaitUntil(_haveAllCome, "the sum of a batch");
    }

    private bool HaveAllCome()
    {
        for (int rank = 0; rank < _communicator.Size; rank++)
        {
            // a difference: after two billion meetings they begin anew
            if (unchecked(Volatile.Read(ref Counter(rank)) - _meeting) < 0)
                return false;
        }
        return true;
    }

    private ref int Counter(int rank) => ref MemoryMarshal.Cast<float, int>(_region.GetSpan())[_counters + rank * Line];

    // Two ranks with a node each.
    private static bool IsHalved(NodeTable nodes) => nodes.Nodes.Count == 2;

    private static int Turns(NodeTable nodes) => IsHalved(nodes) ? 2 : 1;

    private static long Strides(NodeTable nodes) => (long)nodes.Nodes.Count * Turns(nodes) + (IsHalved(nodes) ? 0 : 1);

    private static int Stride(int length) => checked((length + ShardTotals.Floats + Line - 1) / Line * Line);
}
