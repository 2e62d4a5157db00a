using System.Globalization;

namespace DeepTrain;

public sealed partial class Dataset
{
    /// <summary>Shares all rows out to three parts, at random unless the options say otherwise.</summary>
    /// <param name="training">The part to train on, above 0; the three are 1 together.</param>
    /// <param name="validation">The part to choose on, above 0.</param>
    /// <param name="test">The part to test on, above 0.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="ArgumentException">The parts are not 1, there are too few rows or groups, a part would be without a
    /// class, or the options contradict each other.</exception>
    public DatasetSplit Split(double training, double validation, double test, SplitOptions? options = null)
    {
        Dataset[] parts = Share(
            [training, validation, test], [DatasetPart.Training, DatasetPart.Validation, DatasetPart.Test], options);
        return new DatasetSplit(parts[0], parts[1], parts[2]);
    }

    /// <summary>Shares all rows out to two parts, at random unless the options say otherwise.</summary>
    /// <param name="training">The part to train on, above 0; the two are 1 together.</param>
    /// <param name="validation">The part to choose on, above 0.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="ArgumentException">As for three parts.</exception>
    public (Dataset Training, Dataset Validation) Split(double training, double validation, SplitOptions? options = null)
    {
        Dataset[] parts = Share([training, validation], [DatasetPart.Training, DatasetPart.Validation], options);
        return (parts[0], parts[1]);
    }

    /// <summary>
    /// Rounds of a cross-validation: each row is validated on once. With <see cref="SplitOptions.TimeOrdered"/> the rows are
    /// <paramref name="folds"/> + 1 blocks in their order, and each but the first is validated on after those before it.
    /// </summary>
    /// <param name="folds">How many, at least 2.</param>
    /// <param name="options">How rows are shared out; null for the defaults.</param>
    /// <exception cref="ArgumentException">There are too few rows or groups, a part would be without a class, or the options
    /// contradict each other.</exception>
    public IReadOnlyList<Fold> KFold(int folds, SplitOptions? options = null)
    {
        if (folds < 2)
            throw new ArgumentOutOfRangeException(nameof(folds), folds, "Expected at least 2 folds.");
        options ??= new SplitOptions();
        int blocks = options.TimeOrdered ? folds + 1 : folds;
        double[] shares = new double[blocks];
        Array.Fill(shares, 1.0 / blocks);
        int[] order = RowSharing.Order(this, options);
        int[] blockOf = RowSharing.Assign(this, shares, options, order);
        var rounds = new Fold[folds];
        for (int fold = 0; fold < folds; fold++)
        {
            int validated = options.TimeOrdered ? fold + 1 : fold;
            int[] trained = Array.FindAll(order, row => options.TimeOrdered ? blockOf[row] < validated : blockOf[row] != validated);
            if (options.TimeOrdered)
                trained = RowSharing.WithoutGap(trained, options.Gap);
            Dataset training = Subset(trained.AsSpan(Math.Max(0, trained.Length - (options.Window ?? trained.Length))), DatasetPart.Training);
            Dataset validation = Subset(Array.FindAll(order, row => blockOf[row] == validated), DatasetPart.Validation);
            RowSharing.CheckClasses(this, [training, validation], options, $"fold {fold}: ");
            rounds[fold] = new Fold(fold, training, validation);
        }
        return rounds;
    }

    private Dataset[] Share(double[] shares, DatasetPart[] parts, SplitOptions? options)
    {
        // NaN is above nothing
        if (!Array.TrueForAll(shares, share => share > 0) || Math.Abs(shares.Sum() - 1) > 1e-6)
        {
            string came = string.Join(", ", shares.Select(share => share.ToString(CultureInfo.InvariantCulture)));
            throw new ArgumentException($"Expected parts above 0 that are 1 together; they are {came}.");
        }
        // 0.33, 0.33 and 0.3399999 are; what is missing at the end would be rows of no part
        double sum = shares.Sum();
        shares = Array.ConvertAll(shares, share => share / sum);
        options ??= new SplitOptions();
        int[] order = RowSharing.Order(this, options);
        int[] partOf = RowSharing.Assign(this, shares, options, order);
        var datasets = new Dataset[parts.Length];
        for (int part = 0; part < parts.Length; part++)
        {
            int number = part;
            int[] rows = Array.FindAll(order, row => partOf[row] == number);
            // after the last part there is nothing
            datasets[part] = Subset(part + 1 < parts.Length ? RowSharing.WithoutGap(rows, options.Gap) : rows, parts[part]);
        }
        RowSharing.CheckClasses(this, datasets, options, "");
        return datasets;
    }
}
