namespace DeepTrain;

internal sealed class RandomStrategy(int trials) : SearchStrategy
{
    internal override string Identity => "Random";

    internal override int CountTrials(SearchProblem problem) => trials;

    internal override TrialPlan Plan(SearchProblem problem, int number, IReadOnlyList<TrialResult> known) =>
        new(number, 0, problem.Axes.At(problem.DrawShares(number)), problem.Epochs, problem.Epochs, number);

    public override string ToString() => "random search";
}
