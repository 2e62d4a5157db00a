using System.Globalization;
using System.Text;

namespace DeepTrain;

/// <summary>A round of a cross-validation that has been run.</summary>
/// <param name="Fold">Its rows, raw.</param>
/// <param name="Prepare">The preprocessing, fitted to its training rows; null where there is none.</param>
/// <param name="Run">How the network was trained.</param>
/// <param name="Validation">What the network that it left measures on the validation rows.</param>
public sealed record FoldResult(Fold Fold, Preprocessing? Prepare, FitResult Run, EvaluationResult Validation);

/// <summary>What a cross-validation measured.</summary>
/// <remarks>
/// A network with its best weights was chosen by the rows that it is measured on, which makes it look a little better than
/// it is; with <c>RestoreBest = false</c> and a fixed number of epochs it is not.
/// </remarks>
public sealed class KFoldResult
{
    private readonly IReadOnlyList<Metric> _metrics;

    internal KFoldResult(IReadOnlyList<FoldResult> folds, IReadOnlyList<Metric> metrics) => (Folds, _metrics) = (folds, metrics);

    /// <summary>The rounds in their order; those behind a cancelled one are not there.</summary>
    public IReadOnlyList<FoldResult> Folds { get; }

    /// <summary>The mean validation loss.</summary>
    public double MeanLoss => Folds.Average(fold => fold.Validation.Loss);

    /// <summary>The standard deviation of the validation loss from round to round; NaN for a single one.</summary>
    public double StdLoss => Spread(fold => fold.Validation.Loss);

    /// <summary>The mean of a metric.</summary>
    public double Mean(Metric metric) => Folds.Average(fold => fold.Validation[metric]);

    /// <summary>The standard deviation of a metric from round to round; NaN for a single one.</summary>
    public double Std(Metric metric) => Spread(fold => fold.Validation[metric]);

    /// <summary>A line for each round, and one for all.</summary>
    public override string ToString()
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        var text = new StringBuilder();
        foreach (FoldResult fold in Folds)
            text.Append(
                culture, $"fold {fold.Fold.Number}: {fold.Validation}, {fold.Run.Stopped} after {fold.Run.History.Count} epochs\n");
        text.Append(culture, $"mean: loss {MeanLoss:G4} ± {StdLoss:G2}");
        foreach (Metric metric in _metrics)
            text.Append(culture, $", {metric.Name} {Mean(metric):G4} ± {Std(metric):G2}");
        return text.ToString();
    }

    private double Spread(Func<FoldResult, double> value)
    {
        double mean = Folds.Average(value);
        return Math.Sqrt(Folds.Sum(fold => (value(fold) - mean) * (value(fold) - mean)) / (Folds.Count - 1));
    }
}
