namespace DeepTrain;

/// <summary>Whether the best trials differ by more than chance: than their own folds do.</summary>
internal static class SpreadFindings
{
    public static IEnumerable<SearchFinding> Of(SearchResult found)
    {
        IReadOnlyList<TrialResult> best = found.Leading;
        if (best.Count < 2 || !best.All(trial => double.IsFinite(trial.Spread)))
            yield break;
        double differ = Math.Abs(best[0].Score - best[^1].Score), spread = best.Average(trial => trial.Spread);
        // the error of a mean over folds
        double error = spread / Math.Sqrt(best[0].FoldScores.Count);
        if (differ >= error)
            yield break;
        yield return new SearchFinding(
            SearchFindingKind.WithinSpread, null,
            $"The best {best.Count} trials differ by {Words.Number(differ)}, the folds of each by {Words.Number(spread)} (one standard deviation; "
            + $"{Words.Number(error)} for their mean): which of them is best is chance. Take the simplest, or measure them with more folds.");
    }
}
