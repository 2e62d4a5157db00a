namespace DeepTrain;

internal sealed class CoarseToFineStrategy(int trials, int coarseEpochs) : SearchStrategy
{
    private const int Best = 5;

    private readonly int _coarse = (trials + 1) / 2;

    internal override string Identity => $"CoarseToFine({trials}, {coarseEpochs})";

    internal override int CountTrials(SearchProblem problem) => coarseEpochs <= problem.Epochs
        ? trials
        : throw new ArgumentException(
            $"Expected at most {problem.Epochs} coarse epochs, as Training.Epochs are those of a whole trial; they are {coarseEpochs}.", "options");

    internal override int Needs(SearchProblem problem, int number) => number < _coarse ? 0 : _coarse;

    internal override TrialPlan Plan(SearchProblem problem, int number, IReadOnlyList<TrialResult> known)
    {
        double[] shares = problem.DrawShares(number);
        if (number < _coarse)
            return new TrialPlan(number, 0, problem.Axes.At(shares), coarseEpochs, coarseEpochs, number);
        double[][] best = [.. known.Where(trial => double.IsFinite(trial.Score)).Order(problem.Order).Take(Best)
            .Select(trial => problem.Axes.SharesOf(trial.Values))];
        for (int index = 0; index < shares.Length && best.Length > 0; index++)
        {
            if (!problem.Axes[index].IsOrdered)
            {
                // one of those that are among the best, each as probable as any other
                double[] places = [.. best.Select(trial => trial[index]).Distinct().Order()];
                shares[index] = places[(int)(shares[index] * places.Length)];
                continue;
            }
            // a little beyond the outermost, by what lies between two trials on average
            double margin = 1.0 / (_coarse + 1);
            double from = Math.Max(best.Min(trial => trial[index]) - margin, 0);
            double to = Math.Min(best.Max(trial => trial[index]) + margin, 1);
            shares[index] = from + shares[index] * (to - from);
        }
        return new TrialPlan(number, 1, problem.Axes.At(shares), problem.Epochs, problem.Epochs, number);
    }

    public override string ToString() =>
        $"search coarse to fine, {_coarse} trials of {Words.Count(coarseEpochs, "epoch")}, then {trials - _coarse} in the good region";
}
