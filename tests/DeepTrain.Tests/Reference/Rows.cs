namespace DeepTrain.Tests.Reference;

/// <summary>Rows of numbers, as plain arrays.</summary>
internal static class Rows
{
    public static double[][] Of(ReadOnlySpan<float> flat, int columns)
    {
        var rows = new double[flat.Length / columns][];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = new double[columns];
            for (int j = 0; j < columns; j++)
                rows[i][j] = flat[i * columns + j];
        }

        return rows;
    }

    public static double[][] Build(int rows, int columns, Func<int, int, double> element)
    {
        var built = new double[rows][];
        for (int i = 0; i < rows; i++)
        {
            built[i] = new double[columns];
            for (int j = 0; j < columns; j++)
                built[i][j] = element(i, j);
        }

        return built;
    }

    public static double[] Flat(this double[][] rows) => [.. rows.SelectMany(row => row)];

    public static double Largest(this double[] row)
    {
        double largest = 0;
        foreach (double x in row)
            largest = Math.Max(largest, Math.Abs(x));
        return largest;
    }
}
