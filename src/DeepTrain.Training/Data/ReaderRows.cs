namespace DeepTrain;

/// <summary>Rows from a function of the user's.</summary>
internal sealed class ReaderRows(int rows, RowReader read) : RowStore
{
    public override int Rows { get; } = rows;

    public override bool IsInMemory => false;

    public override void Read(ReadOnlySpan<int> rows, Span<float> inputs, Span<float> targets)
    {
        int inputSize = inputs.Length / Math.Max(1, rows.Length), targetSize = targets.Length / Math.Max(1, rows.Length);
        for (int next = 0; next < rows.Length; next++)
            read(rows[next], inputs.Slice(next * inputSize, inputSize), targets.Slice(next * targetSize, targetSize));
    }
}
