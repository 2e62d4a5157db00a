using System.Buffers;

namespace DeepTrain;

/// <summary>Rows of a streamed set, preprocessed each time they are read.</summary>
internal sealed class PreparedRows(RowStore store, FittedRows inputSteps, TargetScaling? targetScaling) : RowStore
{
    public override int Rows => store.Rows;

    public override bool IsInMemory => false;

    public override void Read(ReadOnlySpan<int> rows, Span<float> inputs, Span<float> targets)
    {
        int length = rows.Length * inputSteps.InputSize;
        float[] raw = ArrayPool<float>.Shared.Rent(Math.Max(1, length));
        try
        {
            store.Read(rows, raw.AsSpan(0, length), targets);
            for (int next = 0; next < rows.Length; next++)
            {
                inputSteps.Apply(
                    raw.AsSpan(next * inputSteps.InputSize, inputSteps.InputSize),
                    inputs.Slice(next * inputSteps.OutputSize, inputSteps.OutputSize));
            }
            targetScaling?.Apply(targets);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(raw);
        }
    }
}
