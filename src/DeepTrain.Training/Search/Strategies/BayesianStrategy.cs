namespace DeepTrain;

/// <summary>
/// Models where good trials lie, and where others do, each by a density; of some points drawn from the first, the one is
/// tried at which the first is highest against the second.
/// </summary>
internal sealed class BayesianStrategy(int trials, int startUp, int together) : SearchStrategy
{
    // as hyperopt and Optuna have it
    private const int Points = 24;

    // the share of trials that are good, and the most of them
    private const double GoodShare = 0.1;
    private const int MostGood = 25;

    internal override string Identity => $"Bayesian({startUp}, {together})";

    internal override int CountTrials(SearchProblem problem) => trials;

    internal override int Needs(SearchProblem problem, int number) =>
        number < startUp ? 0 : startUp + (number - startUp) / together * together;

    internal override TrialPlan Plan(SearchProblem problem, int number, IReadOnlyList<TrialResult> known)
    {
        double[] values = number < startUp
            ? problem.Axes.At(problem.DrawShares(number)) : Choose(problem, number, known);
        return new TrialPlan(number, number < startUp ? 0 : 1, values, problem.Epochs, problem.Epochs, number);
    }

    public override string ToString() => $"Bayesian search, the first {startUp} at random";

    private static double[] Choose(SearchProblem problem, int number, IReadOnlyList<TrialResult> known)
    {
        TrialResult[] order = [.. known.Order(problem.Order)];
        // what has no score is worse than all that have, and never good
        int scored = order.Count(trial => double.IsFinite(trial.Score));
        int good = Math.Min(Math.Min((int)Math.Ceiling(GoodShare * order.Length), MostGood), scored);
        var among = new ParzenDensity(problem.Axes, order.Take(good));
        var others = new ParzenDensity(problem.Axes, order.Skip(good));
        Runtime.RandomStream random = problem.Random(number);
        double[] best = [];
        double highest = double.NegativeInfinity;
        for (int point = 0; point < Points; point++)
        {
            double[] values = problem.Axes.At(among.Draw(ref random));
            double[] shares = problem.Axes.SharesOf(values);
            double gain = among.LogDensity(shares) - others.LogDensity(shares);
            if (best.Length == 0 || gain > highest)
                (best, highest) = (values, gain);
        }
        return best;
    }
}
