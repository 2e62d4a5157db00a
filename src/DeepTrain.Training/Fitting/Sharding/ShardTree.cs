using System.Numerics;

namespace DeepTrain;

/// <summary>
/// The one order in which the sums of a batch's shards are added up: a binary tree over the shards, whoever computes which
/// of them. Addition in float depends on the order; this order depends on the number of shards alone.
/// </summary>
internal static class ShardTree
{
    /// <summary>Where a node of two shards or more is cut: its left half is the largest power of two below its
    /// size.</summary>
    public static int Cut(IndexRange node) => node.First + (int)(BitOperations.RoundUpToPowerOf2((uint)node.Count) / 2);

    /// <summary>Which shards one of several processes computes.</summary>
    public static IndexRange Owned(int shards, int process, int processes) => IndexRange.Part(shards, process, processes);

    /// <summary>The largest nodes that lie within some shards, from left to right: their sums are all that others
    /// need.</summary>
    public static IndexRange[] Subtrees(int shards, IndexRange owned)
    {
        var found = new List<IndexRange>();
        Visit(new IndexRange(0, shards));
        return [.. found];

        void Visit(IndexRange node)
        {
            if (owned.Contains(node))
                found.Add(node);
            else if (owned.Overlaps(node))
            {
                int cut = Cut(node);
                Visit(new IndexRange(node.First, cut));
                Visit(new IndexRange(cut, node.End));
            }
        }
    }

    /// <summary>How many additions follow each other at most.</summary>
    public static int Height(int shards) => BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)shards));
}
