using System.Globalization;

namespace DeepTrain.Benchmarks.Accuracy;

/// <summary>
/// Ten-fold accuracies on tables from the UCI repository, with the settings of scikit-learn's MLPClassifier as it comes;
/// <c>peers/sklearn_peer.py</c> does the same there.
/// </summary>
internal static class TableAccuracy
{
    private const int Folds = 10, Epochs = 200, LargestBatch = 200;

    public static void Run(string folder, int seeds)
    {
        Run<IrisNetwork>("iris", Read(folder, "iris.csv"), seeds);
        Run<WineNetwork>("wine", Read(folder, "wine_data.csv"), seeds);
        Run<BreastCancerNetwork>("breast cancer", Read(folder, "breast_cancer.csv"), seeds);
        Run<DigitsNetwork>("digits", Read(folder, "digits.csv.gz"), seeds);
    }

    private static void Run<TNetwork>(string name, Dataset data, int seeds)
        where TNetwork : class, INetwork<TNetwork>
    {
        double[] accuracies = [.. Enumerable.Range(1, seeds).SelectMany(seed => CrossValidation.Run<TNetwork>(
            data, Folds,
            new FitOptions
            {
                Epochs = Epochs, BatchSize = Math.Min(LargestBatch, data.Rows * (Folds - 1) / Folds), LastBatch = LastBatch.Keep,
                Metrics = [Metrics.Accuracy], RestoreBest = false, Seed = (ulong)seed,
            },
            prepare: Preprocessing.ZeroMean().UnitVariance(), split: new SplitOptions { Seed = (ulong)seed })
            .Folds.Select(fold => fold.Validation[Metrics.Accuracy]))];
        double mean = accuracies.Average();
        double error = Math.Sqrt(accuracies.Sum(accuracy => Math.Pow(accuracy - mean, 2)) / (accuracies.Length - 1) / accuracies.Length);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {mean:F4} +- {error:F4} ({accuracies.Length} folds)"));
    }

    // the last column is the class; scikit-learn's files have a line of counts in place of a header
    private static Dataset Read(string folder, string file)
    {
        string path = Path.Combine(folder, file);
        if (file.EndsWith(".gz", StringComparison.Ordinal))
            return Dataset.FromCsv(path, new CsvOptions { HasHeader = false, Target = "64", Classification = true });
        string[] lines = File.ReadAllLines(path)[1..];
        int columns = lines[0].Count(character => character == ',');
        using var text = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        return Dataset.FromCsv(text, new CsvOptions
        {
            HasHeader = false, Target = columns.ToString(CultureInfo.InvariantCulture), Classification = true,
        });
    }
}
