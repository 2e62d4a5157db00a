using System.Runtime.InteropServices;

namespace DeepTrain;

/// <summary>The sum of a shard or of a node of the tree: numbers, and totals that travel behind them.</summary>
internal sealed class ShardSum
{
    private readonly Memory<float> _memory;

    /// <param name="length">How many numbers.</param>
    public ShardSum(int length)
        // does not move: other processes may be reading it
        : this(GC.AllocateArray<float>(checked(length + ShardTotals.Floats), pinned: true))
    {
    }

    /// <param name="memory">Room for the numbers and the totals.</param>
    public ShardSum(Memory<float> memory) => (_memory, Length) = (memory, memory.Length - ShardTotals.Floats);

    public int Length { get; }

    public Span<float> Numbers => _memory.Span[..Length];

    /// <summary>The numbers and, as bits, the totals.</summary>
    public Span<float> Message => _memory.Span;

    public ShardTotals Totals
    {
        get => MemoryMarshal.Read<ShardTotals>(MemoryMarshal.AsBytes(_memory.Span[Length..]));
        set => MemoryMarshal.Write(MemoryMarshal.AsBytes(_memory.Span[Length..]), in value);
    }

    /// <summary>Adds the node to the right.</summary>
    public void Add(ShardSum right)
    {
        ShardMath.Add(Numbers, right.Numbers, Numbers);
        Totals += right.Totals;
    }
}
