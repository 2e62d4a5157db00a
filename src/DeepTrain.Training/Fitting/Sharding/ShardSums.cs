namespace DeepTrain;

/// <summary>Computes the sums of the subtrees that are this process's, one shard after the other.</summary>
internal sealed class ShardSums
{
    private readonly ShardSum[] _scratch;

    /// <param name="shards">Shards of a batch.</param>
    /// <param name="owned">Those of this process.</param>
    /// <param name="length">How many numbers are summed.</param>
    /// <param name="resultOf">Where the sum of a subtree goes; null for memory of this process.</param>
    /// <param name="total">Where the sum of all goes; null for memory of this process.</param>
    public ShardSums(
        int shards, IndexRange owned, int length, Func<int, ShardSum>? resultOf = null, ShardSum? total = null)
    {
        (Shards, Length) = (shards, length);
        Subtrees = ShardTree.Subtrees(shards, owned);
        Results = [.. Enumerable.Range(0, Subtrees.Length).Select(next => resultOf?.Invoke(next) ?? new ShardSum(length))];
        int widest = Subtrees.Max(subtree => subtree.Count);
        // a right child that is a single shard is added where it is computed
        _scratch = [.. Enumerable.Range(0, Math.Max(0, ShardTree.Height(widest) - 1)).Select(_ => new ShardSum(length))];
        Total = total ?? (Subtrees.Length == 1 && Subtrees[0].Count == shards ? Results[0] : new ShardSum(length));
    }

    public int Shards { get; }

    public int Length { get; }

    /// <summary>The largest nodes of the tree that are this process's.</summary>
    public IndexRange[] Subtrees { get; }

    /// <summary>Their sums.</summary>
    public ShardSum[] Results { get; }

    /// <summary>The sum of all shards, of whatever process; its numbers are <see cref="CopyTotal"/>'s to read.</summary>
    public ShardSum Total { get; }

    /// <summary>Two nodes that nobody has added up: their numbers' sums are the total's. Null: those are where they should
    /// be.</summary>
    public (ShardSum Left, ShardSum Right)? Halves { get; set; }

    /// <summary>Computes a shard.</summary>
    /// <param name="shard">Which.</param>
    /// <param name="into">Where it goes.</param>
    /// <param name="adds">Whether it is added to what is there.</param>
    public delegate void Leaf(int shard, ShardSum into, bool adds);

    public void Compute(Leaf leaf)
    {
        for (int next = 0; next < Subtrees.Length; next++)
            Compute(leaf, Subtrees[next], Results[next], 0);
    }

    /// <summary>Numbers of the total, each times a factor.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="factor">A factor.</param>
    /// <param name="into">Where they go; as many as it has room for.</param>
    public void CopyTotal(int first, float factor, Span<float> into)
    {
        if (Halves is var (left, right))
            ShardMath.ScaleSum(left.Numbers.Slice(first, into.Length), right.Numbers.Slice(first, into.Length), factor, into);
        else
            ShardMath.Scale(Total.Numbers.Slice(first, into.Length), factor, into);
    }

    private void Compute(Leaf leaf, IndexRange node, ShardSum into, int depth)
    {
        if (node.Count == 1)
        {
            leaf(node.First, into, adds: false);
            return;
        }
        int cut = ShardTree.Cut(node);
        Compute(leaf, new IndexRange(node.First, cut), into, depth);
        if (node.End - cut == 1)
        {
            leaf(cut, into, adds: true);
            return;
        }
        Compute(leaf, new IndexRange(cut, node.End), _scratch[depth], depth + 1);
        into.Add(_scratch[depth]);
    }
}
