namespace DeepTrain;

/// <summary>Scores along an axis on which good ones can be told apart, however bad the worst are.</summary>
internal static class ScoreAxis
{
    // what is worse lies at the edge
    private const double Shown = 0.9;

    // losses are held against each other by their ratio
    private const double RatioForLogarithm = 8;

    public static PlotAxis Of(IEnumerable<double> scores, bool higherIsBetter)
    {
        double[] sorted = [.. scores.Where(double.IsFinite).Order()];
        if (sorted.Length == 0)
            return new PlotAxis(sorted, isLogarithmic: false);
        int kept = Math.Max(2, (int)Math.Ceiling(Shown * sorted.Length));
        double[] shown = [.. higherIsBetter ? sorted.TakeLast(kept) : sorted.Take(kept)];
        return new PlotAxis(shown, !higherIsBetter && shown[0] > 0 && shown[^1] / shown[0] > RatioForLogarithm);
    }

    /// <summary>The share of a score; of what is worse than all that are shown that of the worst.</summary>
    public static double? Place(PlotAxis axis, double score, bool higherIsBetter) => axis.Place(score)
        ?? (double.IsFinite(score) ? (higherIsBetter ? 0 : score > 0 ? 1 : 0) : null);
}
