namespace DeepTrain;

/// <summary>Which trials diverged, and from which learning rate on.</summary>
internal static class DivergenceFindings
{
    // fewer on the wrong side than so many of all that diverged: the rate tells
    private const double MostWrong = 0.2;

    public static IEnumerable<SearchFinding> Of(SearchResult found)
    {
        TrialResult[] broken = [.. found.Trials.Where(trial => trial.IsBroken)];
        if (broken.Length == 0)
            yield break;
        string count = $"{broken.Length} of {Words.Count(found.Trials.Count, "trial")} diverged";
        int notFinite = broken.Count(trial => trial.Stopped == StopReason.NotFinite);
        if (notFinite > 0)
            count += $", {(notFinite == broken.Length ? "all" : notFinite)} of them to losses that were not finite";
        int index = found.Axes.IndexOf(SearchAxes.LearningRate);
        if (index >= 0 && found.Axes[index].IsOrdered
            && Limit(found, index) is (double limit, int above, int brokenAbove, int below, int brokenBelow))
        {
            yield return new SearchFinding(
                SearchFindingKind.Diverged, SearchAxes.LearningRate,
                $"{count}: {brokenAbove} of {above} with a learning rate from {Words.Number(limit)} on, {brokenBelow} of {below} below.", null, limit);
            yield break;
        }
        // another cause: a class of networks that nothing else tells apart
        IGrouping<string, TrialResult>? worst = found.Options.Networks.Count < 2 ? null
            : found.Trials.GroupBy(trial => trial.Network).MaxBy(same => (double)same.Count(trial => trial.IsBroken) / same.Count());
        yield return new SearchFinding(SearchFindingKind.Diverged, null, worst == null ? $"{count}."
            : $"{count}, most often {worst.Key}: {worst.Count(trial => trial.IsBroken)} of {worst.Count()}.");
    }

    // The rate that parts them with the fewest on the wrong side; null where no rate does so well.
    private static (double Limit, int Above, int BrokenAbove, int Below, int BrokenBelow)? Limit(SearchResult found, int index)
    {
        Axis axis = found.Axes[index];
        (double Rate, bool IsBroken)[] trials = [.. found.Trials.Select(trial => (axis.NumberOf(trial.Values[index]), trial.IsBroken))
            .OrderBy(trial => trial.Item1)];
        int all = trials.Count(trial => trial.IsBroken), brokenBelow = 0, best = -1, fewest = int.MaxValue, brokenAtBest = 0;
        for (int first = 0; first < trials.Length; first++)
        {
            // one rate lies on one side
            if (first == 0 || trials[first].Rate != trials[first - 1].Rate)
            {
                int wrong = brokenBelow + (trials.Length - first - (all - brokenBelow));
                if (wrong < fewest)
                    (best, fewest, brokenAtBest) = (first, wrong, brokenBelow);
            }
            brokenBelow += trials[first].IsBroken ? 1 : 0;
        }
        return best < 0 || best == 0 || fewest > MostWrong * all && fewest > 1
            ? null : (trials[best].Rate, trials.Length - best, all - brokenAtBest, best, brokenAtBest);
    }
}
