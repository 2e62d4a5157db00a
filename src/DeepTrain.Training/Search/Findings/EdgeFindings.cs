using System.Globalization;

namespace DeepTrain;

/// <summary>Ranges that the best trials lie at the edge of, and which to try instead.</summary>
internal static class EdgeFindings
{
    private const int FewestTrials = 10;

    // how probable it may be that so many lie there by chance
    private const double MostChance = 0.02;

    // a range that was badly chosen may be off by decades, and rates that are too high cost little: they diverge
    private const double FewestDecades = 2, MostDecades = 3;

    public static IEnumerable<SearchFinding> Of(SearchResult found)
    {
        IReadOnlyList<TrialResult> best = found.Leading;
        // of fewer trials the best ones are no choice
        if (best.Count < 2 || found.Trials.Count < FewestTrials)
            yield break;
        for (int index = 0; index < found.Axes.Count; index++)
        {
            Axis axis = found.Axes[index];
            if (!axis.IsOrdered)
                continue;
            double chance = found.Options.Strategy.EdgeShare(axis);
            foreach (bool isUpper in (bool[])[false, true])
            {
                int there = best.Count(trial => IsAtEdge(axis, trial.Values[index], isUpper));
                if (ProbabilityOf(there, best.Count, chance) < MostChance)
                {
                    double[] numbers = [.. best.Select(trial => axis.NumberOf(trial.Values[index]))];
                    yield return Finding(found.Axes.All[index].Name, axis, numbers, there, isUpper);
                }
            }
        }
    }

    /// <summary>Where no trial has a score, most often all rates are too high.</summary>
    public static SearchFinding OfNoScore(SearchResult found)
    {
        const string Look = "No trial has a score. Look at one of them with Trainer.Fit, and at the rows with Sanity.Check.";
        int index = found.Axes.IndexOf(SearchAxes.LearningRate);
        if (index < 0 || !found.Axes[index].IsOrdered || !found.Trials.All(trial => trial.IsBroken))
            return new SearchFinding(SearchFindingKind.NoScore, null, Look);
        (double from, double to) = found.Axes[index].Range;
        double least = from > 0 ? from : to / 100;
        double newFrom = Round(least / Math.Pow(10, MostDecades), up: false), newTo = Round(least, up: true);
        return new SearchFinding(
            SearchFindingKind.NoScore, SearchAxes.LearningRate,
            $"All trials diverged, with learning rates of {Words.Number(from)} to {Words.Number(to)}. Try {Words.Number(newFrom)} to {Words.Number(newTo)}; "
            + "if they diverge too, look at the rows with Sanity.Check.", newFrom, newTo);
    }

    private static bool IsAtEdge(Axis axis, double value, bool isUpper)
    {
        (double from, double to) = axis.Range;
        if (axis.NumberOf(value) == (isUpper ? to : from))
            return true;
        // of choices only the last one is at the edge
        if (axis.Count is not null and not > 10)
            return false;
        double share = axis.ShareOf(value);
        return isUpper ? share >= 1 - SearchStrategy.EdgeWidth : share <= SearchStrategy.EdgeWidth;
    }

    // of at least so many of all, each with that chance
    private static double ProbabilityOf(int there, int all, double chance)
    {
        double sum = 0;
        for (int count = there; count <= all; count++)
            sum += MathNet.Numerics.SpecialFunctions.Binomial(all, count) * Math.Pow(chance, count)
                * Math.Pow(1 - chance, all - count);
        return sum;
    }

    private static SearchFinding Finding(string name, Axis axis, double[] best, int there, bool isUpper)
    {
        (double from, double to) = axis.Range;
        (double newFrom, double newTo) = NewRange(axis, best, isUpper);
        bool isWhole = axis is Axis<int>;
        if (isWhole)
            (newFrom, newTo) = (Math.Max(Math.Floor(newFrom), LeastOf(name, true)), Math.Ceiling(newTo));
        string edge = isUpper ? "upper" : "lower";
        string seen = $"The best {name}s lie at the {edge} edge of their range, {Words.Number(from)} to {Words.Number(to)}: "
            + $"{there} of the best {(best.Length == 5 ? "five" : best.Length)} do.";
        // a rate of 0 and a batch of one row have nothing below them
        if (isUpper ? newTo <= to : newFrom >= from)
            return new SearchFinding(SearchFindingKind.Edge, name, $"{seen} There is nothing beyond it to try.");
        return new SearchFinding(
            SearchFindingKind.Edge, name, $"{seen} Try {Words.Number(newFrom)} to {Words.Number(newTo)}.", newFrom, newTo);
    }

    // From the best ones to two or three decades beyond the edge, or as far as the range was wide, in round numbers.
    private static (double From, double To) NewRange(Axis axis, double[] best, bool isUpper)
    {
        (double from, double to) = axis.Range;
        if (axis.IsLogarithmic || (axis.Count != null && axis is not IntegerAxis && from > 0))
        {
            // numbers that are counted have no decades to be off by
            double factor = axis is not Axis<float> ? to / from
                : Math.Pow(10, Math.Clamp(1.5 * Math.Log10(to / from), FewestDecades, MostDecades));
            return isUpper
                ? (Round(best.Min(), up: false), Math.Min(Round(to * factor, up: true), float.MaxValue))
                : (Math.Max(Round(from / factor, up: false), 1e-37), Round(best.Max(), up: true));
        }
        double width = to - from;
        // what began at 0 or above has no meaning below
        return isUpper
            ? (best.Min(), to + width)
            : (from >= 0 ? Math.Max(from - width, 0) : from - width, best.Max());
    }

    private static double LeastOf(string name, bool isWhole) => isWhole && name == SearchAxes.BatchSize ? 1 : double.NegativeInfinity;

    /// <summary>To one digit, away from the range or, with <paramref name="up"/>, upwards.</summary>
    private static double Round(double value, bool up)
    {
        double unit = Math.Pow(10, Math.Floor(Math.Log10(value)));
        double digit = up ? Math.Ceiling(value / unit - 1e-6) : Math.Floor(value / unit + 1e-6);
        // 3 * 0.001 is not quite 0.003
        return double.Parse((digit * unit).ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
