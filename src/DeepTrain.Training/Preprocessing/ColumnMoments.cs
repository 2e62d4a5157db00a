namespace DeepTrain;

/// <summary>
/// Means, variances and ranges of columns in one pass (Welford 1962), in double: no difference of large sums, whatever the
/// mean.
/// </summary>
internal sealed class ColumnMoments(int size)
{
    private readonly double[] _squares = new double[size]; // sums of squared deviations

    public long Count { get; private set; }

    public double[] Mean { get; } = new double[size];

    public float[] Least { get; } = Filled(size, float.PositiveInfinity);

    public float[] Largest { get; } = Filled(size, float.NegativeInfinity);

    public void Add(ReadOnlySpan<float> row)
    {
        Count++;
        for (int column = 0; column < row.Length; column++)
        {
            float x = row[column];
            double before = x - Mean[column];
            Mean[column] += before / Count;
            _squares[column] += before * (x - Mean[column]);
            Least[column] = Math.Min(Least[column], x);
            Largest[column] = Math.Max(Largest[column], x);
        }
    }

    /// <summary>Over all rows, not all but one: the rows are scaled, no population is estimated.</summary>
    public double Variance(int column) => IsConstant(column) ? 0 : _squares[column] / Count;

    public bool IsConstant(int column) => Least[column] == Largest[column];

    /// <summary>The moments of the same rows behind a step.</summary>
    public ColumnMoments Behind(AffineStep step)
    {
        var behind = new ColumnMoments(Mean.Length) { Count = Count };
        for (int column = 0; column < Mean.Length; column++)
        {
            float shift = step.Shift[column], scale = step.Scale[column];
            behind.Mean[column] = (Mean[column] - shift) * scale;
            behind._squares[column] = _squares[column] * scale * scale;
            behind.Least[column] = (Least[column] - shift) * scale;
            behind.Largest[column] = (Largest[column] - shift) * scale;
        }
        return behind;
    }

    private static float[] Filled(int size, float value)
    {
        float[] filled = new float[size];
        Array.Fill(filled, value);
        return filled;
    }
}
