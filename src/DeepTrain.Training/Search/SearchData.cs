using System.Globalization;

namespace DeepTrain;

/// <summary>The rows that trials train on and are measured by, prepared.</summary>
internal sealed class SearchData
{
    private const int HashedRows = 64;

    private SearchData(
        Dataset rows, IReadOnlyList<(Dataset Training, Dataset Validation)> folds,
        IReadOnlyList<KeyValuePair<string, string>> facts) =>
        (Rows, Folds, Facts) = (rows, folds, facts);

    /// <summary>All training rows, as they came.</summary>
    public Dataset Rows { get; }

    public IReadOnlyList<(Dataset Training, Dataset Validation)> Folds { get; }

    /// <summary>What makes them these rows and no others.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Facts { get; }

    public static SearchData HoldOut(SearchOptions options, Dataset training, Dataset validation)
    {
        Preprocessing? fitted = options.Prepare?.FitTo(training);
        return new SearchData(
            training, [(fitted?.Apply(training) ?? training, fitted?.Apply(validation) ?? validation)],
            [
                new("Folds", "none"), new("rows: numbers", HashOf(training)), new("validation rows", validation.Rows.ToString(CultureInfo.InvariantCulture)),
                new("validation rows: labels", RunIdentity.Hash(validation.Labels)),
                new("validation rows: numbers", HashOf(validation)),
            ]);
    }

    public static SearchData KFold(SearchOptions options, Dataset data)
    {
        var folds = new List<(Dataset, Dataset)>();
        foreach (Fold fold in data.KFold(options.Folds, options.Split))
        {
            Preprocessing? fitted = options.Prepare?.FitTo(fold.Training);
            folds.Add((fitted?.Apply(fold.Training) ?? fold.Training, fitted?.Apply(fold.Validation) ?? fold.Validation));
        }
        SplitOptions split = options.Split ?? new SplitOptions();
        CultureInfo culture = CultureInfo.InvariantCulture;
        return new SearchData(data, folds,
        [
            new("Folds", options.Folds.ToString(culture)), new("rows: numbers", HashOf(data)),
            new("Split", $"seed {split.Seed.ToString(culture)}, stratified {split.Stratified?.ToString() ?? "if labelled"}, "
                + $"{(split.TimeOrdered ? "in order of time" : "shuffled")}, groups {RunIdentity.Hash<int>(split.Groups?.ToArray())}, "
                + string.Create(culture, $"gap {split.Gap}, window {split.Window}")),
        ]);
    }

    // some rows, to notice that they are others
    private static string HashOf(Dataset data)
    {
        int count = Math.Min(data.Rows, HashedRows);
        float[] numbers = new float[count * (data.InputSize + data.TargetSize)];
        for (int next = 0; next < count; next++)
        {
            Span<float> row = numbers.AsSpan(next * (data.InputSize + data.TargetSize));
            int number = (int)((long)next * data.Rows / count);
            data.CopyRow(number, row[..data.InputSize], row.Slice(data.InputSize, data.TargetSize));
        }
        return RunIdentity.Hash<float>(numbers);
    }
}
