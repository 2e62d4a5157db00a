using System.Runtime.InteropServices;

namespace DeepTrain;

/// <summary>The sum of a shard or of a node of the tree: numbers, and totals that travel behind them.</summary>
internal sealed class ShardSum
{
    private readonly float[] _memory;

    /// <param name="length">How many numbers.</param>
    public ShardSum(int length)
    {
        Length = length;
        // does not move: other processes may be reading it
        _memory = GC.AllocateArray<float>(checked(length + ShardTotals.Floats), pinned: true);
    }

    public int Length { get; }

    public Span<float> Numbers => _memory.AsSpan(0, Length);

    /// <summary>The numbers and, as bits, the totals.</summary>
    public Span<float> Message => _memory;

    public ShardTotals Totals
    {
        get => MemoryMarshal.Read<ShardTotals>(MemoryMarshal.AsBytes(_memory.AsSpan(Length)));
        set => MemoryMarshal.Write(MemoryMarshal.AsBytes(_memory.AsSpan(Length)), in value);
    }

    /// <summary>Adds the node to the right.</summary>
    public void Add(ShardSum right)
    {
        ShardMath.Add(Numbers, right.Numbers, Numbers);
        Totals += right.Totals;
    }

    public void CopyFrom(ShardSum other) => other._memory.CopyTo(_memory, 0);
}
