namespace DeepTrain;

/// <summary>The nodes of the tree whose sums ranks compute on their own, from left to right: a slot each.</summary>
internal sealed class NodeTable
{
    private readonly int[] _slots; // for each shard that begins a node, which it is

    public NodeTable(int shards, int ranks)
    {
        Shards = shards;
        IndexRange[][] subtrees =
            [.. Enumerable.Range(0, ranks).Select(rank => ShardTree.Subtrees(shards, ShardTree.Owned(shards, rank, ranks)))];
        IndexRange[] nodes = [.. subtrees.SelectMany(own => own)];
        Counts = Array.ConvertAll(subtrees, own => own.Length);
        Nodes = nodes;
        _slots = new int[shards];
        for (int slot = 0; slot < nodes.Length; slot++)
            _slots[nodes[slot].First] = slot;
    }

    public int Shards { get; }

    public IReadOnlyList<IndexRange> Nodes { get; }

    /// <summary>How many of them each rank has.</summary>
    public int[] Counts { get; }

    public IndexRange Root => new(0, Shards);

    /// <summary>The slot of the node that begins with a shard: the leftmost of any larger node that does.</summary>
    public int SlotOf(IndexRange node) => _slots[node.First];

    /// <summary>Whether a node is one of a rank's, and not a sum of several.</summary>
    public bool IsOwned(IndexRange node) => Nodes[SlotOf(node)] == node;

    /// <summary>The first slot of a rank.</summary>
    public int FirstOf(int rank) => Counts.Take(rank).Sum();

    /// <summary>Adds up totals along the tree.</summary>
    public ShardTotals Add(Func<int, ShardTotals> ofSlot) => Add(Root, ofSlot);

    private ShardTotals Add(IndexRange node, Func<int, ShardTotals> ofSlot)
    {
        if (IsOwned(node))
            return ofSlot(SlotOf(node));
        int cut = ShardTree.Cut(node);
        return Add(new IndexRange(node.First, cut), ofSlot) + Add(new IndexRange(cut, node.End), ofSlot);
    }
}
