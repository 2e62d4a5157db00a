namespace DeepTrain;

/// <summary>A rung is done when all its trials are: which ones go on then depends on nothing else.</summary>
internal sealed class HalvingStrategy(int trials, int reduction, int leastEpochs) : SearchStrategy
{
    internal override string Identity => $"Halving({trials}, {reduction}, {leastEpochs})";

    internal override bool ContinuesTrials => true;

    internal override int CountTrials(SearchProblem problem)
    {
        if (leastEpochs > problem.Epochs)
        {
            throw new ArgumentException(
                $"Expected at most {problem.Epochs} least epochs, as Training.Epochs are those of a whole trial; they are {leastEpochs}.",
                "options");
        }
        return Rungs(problem).Sum(rung => rung.Trials);
    }

    internal override int Needs(SearchProblem problem, int number) => RungOf(problem, number).First;

    internal override TrialPlan Plan(SearchProblem problem, int number, IReadOnlyList<TrialResult> known)
    {
        (int stage, int first, int epochs, int before) = RungOf(problem, number);
        if (stage == 0)
            return new TrialPlan(number, 0, problem.Axes.At(problem.DrawShares(number)), epochs, problem.Epochs, number);
        TrialResult[] rung = [.. known.Skip(before).Take(first - before).Order(problem.Order)];
        TrialResult chosen = rung[number - first];
        return new TrialPlan(number, stage, [.. chosen.Values], epochs, problem.Epochs, RootOf(chosen, known), chosen.Number);
    }

    public override string ToString() =>
        $"successive halving of {trials}, of which one of {reduction} goes on";

    private static int RootOf(TrialResult trial, IReadOnlyList<TrialResult> known)
    {
        while (trial.ContinuedFrom is int earlier)
            trial = known[earlier];
        return trial.Number;
    }

    private (int Stage, int First, int Epochs, int Before) RungOf(SearchProblem problem, int number)
    {
        int first = 0, before = 0, stage = 0;
        foreach ((int count, int epochs) in Rungs(problem))
        {
            if (number < first + count)
                return (stage, first, epochs, before);
            before = first;
            first += count;
            stage++;
        }
        throw new ArgumentOutOfRangeException(nameof(number));
    }

    // from the last rung, which does all epochs, downwards; as many as trials and epochs allow
    private List<(int Trials, int Epochs)> Rungs(SearchProblem problem)
    {
        var rungs = new List<(int Trials, int Epochs)>();
        int count = trials, rest = 0;
        for (long divisor = 1; trials / divisor >= 1 && problem.Epochs / divisor >= leastEpochs; divisor *= reduction)
            rest++;
        for (int rung = 0; rung < rest; rung++, count /= reduction)
            rungs.Add((count, (int)(problem.Epochs / Math.Pow(reduction, rest - 1 - rung))));
        return rungs;
    }
}
