namespace DeepTrain;

/// <summary>A step that has not yet seen data.</summary>
internal abstract record PreprocessingStep
{
    /// <summary>As it is called.</summary>
    public abstract string Name { get; }

    /// <summary>Learns the step's numbers from rows that the steps before it have changed.</summary>
    /// <exception cref="ArgumentException">Rows of this shape cannot be treated so.</exception>
    public abstract FittedStep Fit(FitRows rows);
}

/// <summary>The training rows as they are behind the steps fitted so far, as often as a step wants to see them.</summary>
/// <param name="data">The rows as they come.</param>
/// <param name="fitted">What is done to them so far.</param>
/// <param name="shape">[features] or [channels, height, width].</param>
/// <param name="moments">Those of the rows behind the steps, where they are known from an earlier pass.</param>
internal sealed class FitRows(Dataset data, FittedRows fitted, IReadOnlyList<int> shape, ColumnMoments? moments)
{
    // what sorting columns may take at once: 256 MiB
    private const int MostSorted = 1 << 26;

    public int Rows => data.Rows;

    public int Size => fitted.OutputSize;

    /// <summary>[features] or [channels, height, width].</summary>
    public IReadOnlyList<int> Shape => shape;

    /// <summary>Shows each row, in order.</summary>
    /// <exception cref="InvalidDataException">A number is NaN or infinite.</exception>
    public void Visit(RowVisitor visitor)
    {
        float[] result = new float[Size];
        data.VisitBatches(batch =>
        {
            for (int next = 0; next < batch.Rows; next++)
            {
                ReadOnlySpan<float> row = batch.Inputs.Slice(next * data.InputSize, data.InputSize);
                FiniteCheck.Inputs(data, row, batch.Indices[next]);
                fitted.Apply(row, result);
                visitor(batch.Indices[next], result);
            }
        });
    }

    /// <summary>The columns' moments, from one pass for all steps that only shift and scale.</summary>
    public ColumnMoments Moments()
    {
        if (moments == null)
        {
            var found = new ColumnMoments(Size);
            Visit((_, row) => found.Add(row));
            moments = found;
        }
        return moments;
    }

    /// <summary>The moments behind a step that was fitted to these rows, if no pass is needed for them.</summary>
    public ColumnMoments? MomentsBehind(FittedStep step) =>
        step is AffineStep affine ? moments?.Behind(affine) : null;

    /// <summary>Shows each column's numbers in order; as many columns in a pass as memory allows.</summary>
    public void VisitSorted(Action<int, float[]> visitor)
    {
        int most = Math.Clamp(MostSorted / Rows, 1, Size);
        for (int start = 0; start < Size; start += most)
        {
            int first = start, count = Math.Min(most, Size - start);
            float[][] columns = new float[count][];
            for (int column = 0; column < count; column++)
                columns[column] = new float[Rows];
            Visit((number, row) =>
            {
                for (int column = 0; column < count; column++)
                    columns[column][number] = row[first + column];
            });
            for (int column = 0; column < count; column++)
            {
                Array.Sort(columns[column]);
                visitor(first + column, columns[column]);
            }
        }
    }
}
