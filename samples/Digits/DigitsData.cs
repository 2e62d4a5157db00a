using System.Globalization;
using System.IO.Compression;

/// <summary>The 1,797 handwritten digits that come with this sample (see Data/README.md).</summary>
public static class DigitsData
{
    /// <summary>Shuffles the pictures and keeps one in five for the test.</summary>
    public static (LabelledPictures Training, LabelledPictures Test) Split(int seed)
    {
        LabelledPictures all = Load();
        int[] order = [.. Enumerable.Range(0, all.Count)];
        new Random(seed).Shuffle(order);
        int testCount = all.Count / 5;
        return (all.Select(order.AsSpan(testCount)), all.Select(order.AsSpan(0, testCount)));
    }

    // a line of the file: 64 pixels from 0 to 16, then the digit
    private static LabelledPictures Load()
    {
        using Stream packed = typeof(DigitsData).Assembly.GetManifestResourceStream("digits.csv.gz")!;
        using var reader = new StreamReader(new GZipStream(packed, CompressionMode.Decompress));
        var pixels = new List<float>();
        var labels = new List<int>();
        while (reader.ReadLine() is string line)
        {
            string[] cells = line.Split(',');
            pixels.AddRange(cells[..^1].Select(cell => float.Parse(cell, CultureInfo.InvariantCulture)));
            labels.Add(int.Parse(cells[^1], CultureInfo.InvariantCulture));
        }
        return new LabelledPictures([.. pixels], [.. labels]);
    }
}
