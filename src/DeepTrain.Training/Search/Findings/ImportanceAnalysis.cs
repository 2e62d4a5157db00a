using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>
/// Functional analysis of variance over a forest of regression trees (Hutter, Hoos and Leyton-Brown 2014), on the ranks of
/// scores, so that one loss of a million does not outweigh all others. What chance would do is seen by shuffling the scores.
/// </summary>
internal static class ImportanceAnalysis
{
    private const int FewestTrials = 20;

    private const int MostTrials = 2000;

    private const int FewestBest = 5;

    private const int Shuffles = 20;

    /// <summary>The setting that explains most first; empty for too few trials.</summary>
    public static IReadOnlyList<AxisImportance> Of(SearchResult found)
    {
        // trials that went on with others would count twice
        TrialResult[] trials = [.. found.Trials.Where(trial => trial.ContinuedFrom == null)];
        // trials of one length can be compared: those of the stage that has most
        bool hasLengths = found.Options.Strategy is CoarseToFineStrategy;
        if (trials.GroupBy(trial => hasLengths ? trial.Stage : 0).MaxBy(stage => stage.Count()) is not { } stage
            || stage.Count() < FewestTrials)
            return [];
        TrialResult[] all = [.. stage];
        // more of them say the same, and take longer
        trials = [.. HistogramGrid.Spread(all.Length, MostTrials).Select(place => all[place])];
        int[] varied = [.. Enumerable.Range(0, found.Axes.Count).Where(
            index => trials.Select(trial => trial.Values[index]).Distinct().Skip(1).Any())];
        if (varied.Length == 0)
            return [];
        double[][] points =
            [.. trials.Select(trial => varied.Select(index => found.Axes[index].ShareOf(trial.Values[index])).ToArray())];
        double[] ranks = RanksOf(trials, found.Order);
        double[] shares = RegressionForest.MainEffects(points, ranks);
        // a share that every twentieth shuffling reaches is none
        double[] chance = new double[varied.Length];
        for (int shuffle = 0; shuffle < Shuffles; shuffle++)
        {
            int[] order = Permutation.Create(ranks.Length, (ulong)shuffle);
            double[] shuffled = RegressionForest.MainEffects(points, [.. order.Select(place => ranks[place])]);
            for (int axis = 0; axis < chance.Length; axis++)
                chance[axis] = Math.Max(chance[axis], shuffled[axis]);
        }
        int[] best = [.. Enumerable.Range(0, trials.Length).OrderBy(trial => ranks[trial]).Take(Math.Max(FewestBest, trials.Length / 10))];
        return [.. varied.Select((index, axis) => new AxisImportance(
            found.Axes.All[index].Name, shares[axis], shares[axis] > chance[axis] || IsShared(points, best, axis, found.Axes[index])))
            .OrderByDescending(axis => axis.Share)];
    }

    /// <summary>Settings that make no difference, where others do.</summary>
    public static IEnumerable<SearchFinding> FindingsOf(IReadOnlyList<AxisImportance> importance)
    {
        if (!importance.Any(axis => axis.IsTold))
            yield break;
        foreach (AxisImportance axis in importance.Where(axis => !axis.IsTold))
        {
            yield return new SearchFinding(
                SearchFindingKind.Unimportant, axis.Axis,
                $"The {axis.Axis} makes no difference that could be told from chance ({Words.Percent(axis.Share)} of the "
                + "differences between trials): "
                + (axis.Axis == SearchAxes.Network ? "take the simplest." : "leave it as it is, and search the others."));
        }
    }

    // What is good may have something in common that explains little of all the rest.
    private static bool IsShared(double[][] points, int[] best, int axis, Axis values)
    {
        double[] all = [.. points.Select(point => point[axis]).Order()], own = [.. best.Select(trial => points[trial][axis]).Order()];
        if (!values.IsOrdered)
        {
            // one choice more often than three standard deviations
            return own.GroupBy(share => share).Any(same =>
            {
                double expected = (double)all.Count(share => share == same.Key) / all.Length;
                return same.Count() - expected * own.Length > 3 * Math.Sqrt(own.Length * expected * (1 - expected));
            });
        }
        // the largest distance of the two distributions, of which one in a hundred is by chance (Kolmogorov and Smirnov)
        double distance = all.Max(share => Math.Abs(ShareBelow(own, share) - ShareBelow(all, share)));
        return distance * Math.Sqrt(own.Length) > 1.63;
    }

    // of those up to a limit
    private static double ShareBelow(double[] sorted, double limit)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = sorted[middle] <= limit ? (middle + 1, high) : (low, middle);
        }
        return (double)low / sorted.Length;
    }

    // equal scores have equal ranks, the mean of theirs, and what has no score shares the last
    private static double[] RanksOf(TrialResult[] trials, TrialOrder order)
    {
        double[] ranks = new double[trials.Length];
        int[] sorted = [.. Enumerable.Range(0, trials.Length).OrderBy(index => trials[index], order)];
        for (int first = 0; first < sorted.Length;)
        {
            int end = first + 1;
            while (end < sorted.Length && AreEqual(trials[sorted[first]].Score, trials[sorted[end]].Score))
                end++;
            for (int next = first; next < end; next++)
                ranks[sorted[next]] = (first + end - 1) / 2.0;
            first = end;
        }
        return ranks;
    }

    private static bool AreEqual(double one, double other) => one == other || (!double.IsFinite(one) && !double.IsFinite(other));
}
