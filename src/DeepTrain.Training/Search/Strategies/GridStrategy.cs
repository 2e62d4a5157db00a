namespace DeepTrain;

internal sealed class GridStrategy(int perAxis) : SearchStrategy
{
    private const int MostTrials = 1_000_000;

    internal override string Identity => $"Grid({perAxis})";

    internal override int CountTrials(SearchProblem problem)
    {
        long trials = 1;
        foreach ((_, Axis axis) in problem.Axes.All)
        {
            trials *= Points(axis).Length;
            if (trials > MostTrials)
            {
                throw new ArgumentException(
                    $"Expected a grid of at most {MostTrials} trials; with {perAxis} values of each range there are more.", "options");
            }
        }
        return (int)trials;
    }

    internal override TrialPlan Plan(SearchProblem problem, int number, IReadOnlyList<TrialResult> known)
    {
        double[] values = new double[problem.Axes.Count];
        int left = number;
        // the last axis varies first
        for (int index = values.Length - 1; index >= 0; index--)
        {
            double[] points = Points(problem.Axes[index]);
            values[index] = points[left % points.Length];
            left /= points.Length;
        }
        return new TrialPlan(number, 0, values, problem.Epochs, problem.Epochs, number);
    }

    internal override double EdgeShare(Axis axis) => 1.0 / Points(axis).Length;

    public override string ToString() => $"a grid of {perAxis} values of each range";

    // all choices, whether they are numbers or not; of many whole numbers as many as of a range
    private double[] Points(Axis axis)
    {
        bool isWhole = axis is not IntegerAxis && axis.Count != null || axis.Count <= perAxis;
        int count = isWhole ? axis.Count!.Value : perAxis;
        return [.. Enumerable.Range(0, count).Select(place => axis.At(isWhole ? AllShare(axis, place) : (double)place / (count - 1)))
            .Distinct()];
    }

    // of few whole numbers on a logarithmic scale each has another stretch
    private static double AllShare(Axis axis, int place) =>
        axis is IntegerAxis ? axis.ShareOf(axis.Range.From + place) : (place + 0.5) / axis.Count!.Value;
}
