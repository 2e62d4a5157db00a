using DeepTrain;

/// <summary>The rows that this sample learns from.</summary>
internal static class TuneData
{
    /// <summary>1,797 handwritten digits, 64 pixels from 0 to 16 each.</summary>
    public static Dataset Digits()
    {
        using Stream packed = Open("digits.csv.gz");
        using var plain = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionMode.Decompress);
        return Dataset.FromCsv(plain, new CsvOptions { HasHeader = false, Target = "64", Classification = true });
    }

    /// <summary>178 wines of three cultivars, 13 measurements each.</summary>
    public static Dataset Wine()
    {
        using Stream stream = Open("wine.csv");
        return Dataset.FromCsv(stream, new CsvOptions { Target = "cultivar", Classification = true });
    }

    /// <summary>Three arms of a spiral in the plane, with some noise: what a line does not part.</summary>
    public static Dataset Spirals(int rows, int seed)
    {
        var random = new Random(seed);
        float[] inputs = new float[2 * rows];
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            labels[row] = row % 3;
            double radius = random.NextDouble();
            double angle = 4 * radius + labels[row] * 2 * Math.PI / 3 + 0.2 * (random.NextDouble() - 0.5);
            inputs[2 * row] = (float)(radius * Math.Sin(angle));
            inputs[2 * row + 1] = (float)(radius * Math.Cos(angle));
        }
        return Dataset.FromArrays(inputs, labels);
    }

    private static Stream Open(string name) => typeof(TuneData).Assembly.GetManifestResourceStream(name)!;
}
