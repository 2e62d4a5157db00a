namespace DeepTrain;

/// <summary>Some rows of another store, in an order of their own.</summary>
internal sealed class ChosenRows(RowStore store, int[] chosen) : RowStore
{
    public override int Rows => chosen.Length;

    public override bool IsInMemory => store.IsInMemory;

    public override void Read(ReadOnlySpan<int> rows, Span<float> inputs, Span<float> targets)
    {
        const int Block = 256;
        int inputSize = inputs.Length / Math.Max(1, rows.Length), targetSize = targets.Length / Math.Max(1, rows.Length);
        Span<int> block = stackalloc int[Block];
        for (int start = 0; start < rows.Length; start += Block)
        {
            int count = Math.Min(Block, rows.Length - start);
            for (int next = 0; next < count; next++)
                block[next] = chosen[rows[start + next]];
            store.Read(
                block[..count], inputs.Slice(start * inputSize, count * inputSize),
                targets.Slice(start * targetSize, count * targetSize));
        }
    }
}
