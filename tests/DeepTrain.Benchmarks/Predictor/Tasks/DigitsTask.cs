using System.Globalization;
using System.IO.Compression;

namespace DeepTrain.Benchmarks.Predictor;

/// <summary>The handwritten digits of the sample, every pixel standardised, split anew in every drawing.</summary>
internal sealed class DigitsTask : LearningTask
{
    private const int TestRows = 359;
    private const int Pixels = 64;

    private static readonly Lazy<LabelledRows> s_all = new(Read);

    public override string Name => "digits";

    public override int Inputs => Pixels;

    public override int Classes => 10;

    // guessing 0.10; well-initialised networks 0.97
    public override double Passing => 0.53;

    public override (LabelledRows Training, LabelledRows Test) Draw(Random random)
    {
        LabelledRows all = s_all.Value;
        int[] order = [.. Enumerable.Range(0, all.Count)];
        random.Shuffle(order);
        var shuffled = new LabelledRows(new float[all.Inputs.Length], new int[all.Count]);
        all.CopyTo(order, shuffled.Inputs, shuffled.Labels);
        return Split(shuffled, Pixels, TestRows);
    }

    // a line of the file: 64 pixels from 0 to 16, then the digit
    private static LabelledRows Read()
    {
        using Stream packed = typeof(DigitsTask).Assembly.GetManifestResourceStream("digits.csv.gz")!;
        using var reader = new StreamReader(new GZipStream(packed, CompressionMode.Decompress));
        var pixels = new List<float>();
        var labels = new List<int>();
        while (reader.ReadLine() is string line)
        {
            string[] cells = line.Split(',');
            pixels.AddRange(cells[..^1].Select(cell => float.Parse(cell, CultureInfo.InvariantCulture)));
            labels.Add(int.Parse(cells[^1], CultureInfo.InvariantCulture));
        }

        float[] inputs = [.. pixels];
        Standardise(inputs, Pixels);
        return new LabelledRows(inputs, [.. labels]);
    }
}
