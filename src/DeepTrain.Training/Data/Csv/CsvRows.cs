using System.Buffers;

namespace DeepTrain;

/// <summary>Rows of a CSV file that has been read to disk.</summary>
internal sealed class CsvRows(SpilledFloats file, int rows, CsvExpansion expansion) : RowStore
{
    public override int Rows { get; } = rows;

    public override bool IsInMemory => false;

    public override void Read(ReadOnlySpan<int> rows, Span<float> inputs, Span<float> targets)
    {
        const int MostRows = 64;
        int inputSize = inputs.Length / Math.Max(1, rows.Length), targetSize = targets.Length / Math.Max(1, rows.Length);
        float[] buffer = ArrayPool<float>.Shared.Rent(MostRows * file.Size);
        try
        {
            for (int next = 0; next < rows.Length;)
            {
                // rows that follow each other in the file are one call of the system
                int count = 1;
                while (count < MostRows && next + count < rows.Length && rows[next + count] == rows[next] + count)
                    count++;
                Span<float> block = buffer.AsSpan(0, count * file.Size);
                file.Read(rows[next], block);
                for (int row = 0; row < count; row++, next++)
                {
                    ReadOnlySpan<float> raw = block.Slice(row * file.Size, file.Size);
                    expansion.Expand(raw[..expansion.RawSize], inputs.Slice(next * inputSize, inputSize));
                    raw[expansion.RawSize..].CopyTo(targets.Slice(next * targetSize, targetSize));
                }
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(buffer);
        }
    }

    public override void Dispose() => file.Dispose();
}
