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
        for (int next = 0; next < rows.Length; next++)
        {
            // the product of two ints may not be one, but it is the index of a number in an array
            nint start = (nint)rows[next] * size;
            from.AsSpan((int)start, size).CopyTo(to.Slice(next * size, size));
        }
    }
}
