namespace DeepTrain;

internal sealed record ZeroMeanStep : PreprocessingStep
{
    public override string Name => "ZeroMean";

    public override FittedStep Fit(FitRows rows)
    {
        ColumnMoments moments = rows.Moments();
        return Affine.Shift(Array.ConvertAll(moments.Mean, mean => (float)mean));
    }
}

internal sealed record UnitVarianceStep : PreprocessingStep
{
    public override string Name => "UnitVariance";

    public override FittedStep Fit(FitRows rows)
    {
        ColumnMoments moments = rows.Moments();
        float[] scale = new float[rows.Size];
        for (int column = 0; column < scale.Length; column++)
            scale[column] = Affine.ScaleOf(Math.Sqrt(moments.Variance(column)));
        return new AffineStep(new float[scale.Length], scale);
    }
}

internal sealed record MinMaxStep : PreprocessingStep
{
    public override string Name => "MinMax";

    public override FittedStep Fit(FitRows rows)
    {
        ColumnMoments moments = rows.Moments();
        float[] scale = new float[rows.Size];
        for (int column = 0; column < scale.Length; column++)
            scale[column] = Affine.ScaleOf((double)moments.Largest[column] - moments.Least[column]);
        return new AffineStep(moments.Least, scale);
    }
}

internal sealed record RobustStep : PreprocessingStep
{
    public override string Name => "Robust";

    public override FittedStep Fit(FitRows rows)
    {
        float[] shift = new float[rows.Size], scale = new float[rows.Size];
        rows.VisitSorted((column, sorted) =>
        {
            shift[column] = Quantiles.Of(sorted, 0.5);
            scale[column] = Affine.ScaleOf((double)Quantiles.Of(sorted, 0.75) - Quantiles.Of(sorted, 0.25));
        });
        return new AffineStep(shift, scale);
    }
}

internal sealed record SignedLogStep(IReadOnlyList<int>? Columns) : PreprocessingStep
{
    public override string Name => "Log1P";

    public override FittedStep Fit(FitRows rows)
    {
        bool[] chosen = new bool[rows.Size];
        if (Columns == null)
            Array.Fill(chosen, true);
        foreach (int column in Columns ?? [])
            chosen[Affine.CheckColumn(column, rows.Size, Name)] = true;
        return new LogStep(chosen);
    }
}

internal sealed record OneHotColumnStep(int Column) : PreprocessingStep
{
    // more are no categories, and would be as many inputs
    private const int MostValues = 10_000;

    public override string Name => "OneHot";

    public override FittedStep Fit(FitRows rows)
    {
        int column = Affine.CheckColumn(Column, rows.Size, Name);
        var values = new SortedSet<float>();
        rows.Visit((number, row) =>
        {
            float value = row[column] + 0; // -0 is 0
            if (value != MathF.Round(value))
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"Expected whole numbers in input {column}, for OneHot; in row {number} it is {value}."));
            }
            if (values.Add(value) && values.Count > MostValues)
                throw new ArgumentException($"Expected at most {MostValues} categories in input {column}; there are more.");
        });
        return new OneHotStep(rows.Size, column, [.. values]);
    }
}

/// <summary>What steps that move and stretch columns share.</summary>
internal static class Affine
{
    public static AffineStep Shift(float[] shift)
    {
        float[] scale = new float[shift.Length];
        Array.Fill(scale, 1);
        return new AffineStep(shift, scale);
    }

    /// <summary>1 / spread, or 1 for a column without any: that stays as it is.</summary>
    public static float ScaleOf(double spread)
    {
        float scale = (float)(1 / spread);
        return spread > 0 && float.IsFinite(scale) ? scale : 1;
    }

    public static int CheckColumn(int column, int size, string step) => (uint)column < (uint)size
        ? column
        : throw new ArgumentException($"Expected a column from 0 to {size - 1} for {step}; it is {column}.");
}
