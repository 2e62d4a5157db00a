namespace DeepTrain.Training.Tests.Searching;

/// <summary>Which settings are tried.</summary>
public sealed class StrategyTests
{
    private static readonly Candidate[] s_two = [Candidate.Of<Classifier>(), Candidate.Of<PlainClassifier>()];

    [Fact]
    public void Draws_are_distributed_as_their_names_say()
    {
        SearchProblem problem = Problem(new Space
        {
            LearningRate = Space.LogUniform(1e-5f, 1e-1f), Regularization = Space.Uniform(-0f, 8), BatchSize = Space.LogInteger(1, 1000),
            Others = new Dictionary<string, Axis> { ["whole"] = Space.Integer(-2, 5), ["choice"] = Space.Choice("a", "b", "c") },
        });
        const int Draws = 8000;
        double[][] values = [.. Enumerable.Range(0, Draws).Select(number => Strategies.Random(Draws).Plan(problem, number, []).Values)];
        // network, rate by decades, regularization by eighths, batch size by decades, choice, whole numbers
        AssertEqualShares(values.Select(all => (int)all[0]), 2);
        AssertEqualShares(values.Select(all => (int)Math.Floor(Math.Log10(all[1]) + 5)), 4);
        AssertEqualShares(values.Select(all => (int)all[2]), 8);
        AssertEqualShares(values.Select(all => (int)all[4]), 3);
        AssertEqualShares(values.Select(all => (int)all[5] + 2), 8);
        double[] expected = [.. new[] { (1, 9), (10, 99), (100, 1000) }.Select(decade => Math.Log((decade.Item2 + 0.5) / (decade.Item1 - 0.5)) / Math.Log(1000.5 / 0.5))];
        for (int decade = 0; decade < 3; decade++)
        {
            double share = values.Count(all => Math.Min(2, (int)Math.Log10(all[3])) == decade) / (double)Draws;
            Assert.Equal(expected[decade], share, 0.03);
        }
        Assert.All(values, all => Assert.True(problem.Axes.Hold(all)));
    }

    [Fact]
    public void A_grid_has_all_combinations_once_with_the_ends_of_ranges()
    {
        SearchProblem problem = Problem(new Space
        {
            LearningRate = Space.LogUniform(1e-4f, 1e-1f), Regularization = Space.Uniform(0, 3), BatchSize = Space.Choice(8, 16),
            Others = new Dictionary<string, Axis> { ["few"] = Space.LogInteger(1, 3), ["many"] = Space.Integer(0, 90) },
        });
        SearchStrategy grid = Strategies.Grid(4);
        int trials = grid.CountTrials(problem);
        Assert.Equal(2 * 4 * 4 * 2 * 3 * 4, trials);
        double[][] values = [.. Enumerable.Range(0, trials).Select(number => grid.Plan(problem, number, []).Values)];
        Assert.Equal(trials, values.Select(all => string.Join(' ', all)).Distinct().Count());
        Assert.Equal([1e-4f, 1e-3f, 1e-2f, 1e-1f], values.Select(all => (float)all[1]).Distinct().Order(), (a, b) => Math.Abs(a / b - 1) < 1e-5f);
        Assert.Equal([0, 1, 2, 3], values.Select(all => all[2]).Distinct().Order());
        Assert.Equal([1, 2, 3], values.Select(all => all[4]).Distinct().Order());
        Assert.Equal([0, 90], values.Select(all => all[5]).Distinct().Order().Where((_, place) => place is 0 or 3));
        Assert.Throws<ArgumentException>(() => Strategies.Grid(1000).CountTrials(problem));
    }

    [Fact]
    public void Fine_trials_lie_around_the_best_five_coarse_ones()
    {
        SearchProblem problem = Problem(new Space { LearningRate = Space.LogUniform(1e-6f, 1) });
        TrialResult[] results = Play(Strategies.CoarseToFine(80, 2), problem, Bowl);
        TrialResult[] best = [.. results[..40].Where(trial => !trial.IsBroken).OrderBy(trial => trial.Score).Take(5)];
        Assert.All(results[..40], trial => Assert.Equal((0, 2), (trial.Stage, trial.Epochs)));
        double least = best.Min(trial => Math.Log10(trial.Values[1])), largest = best.Max(trial => Math.Log10(trial.Values[1]));
        foreach (TrialResult trial in results[40..])
        {
            Assert.Equal((1, 30), (trial.Stage, trial.Epochs));
            Assert.InRange(Math.Log10(trial.Values[1]), least - 6.0 / 40, largest + 6.0 / 40);
            Assert.Contains(trial.Values[0], best.Select(other => other.Values[0]));
        }
        Assert.True(results[40..].Average(trial => trial.Score) < results[..40].Where(trial => !trial.IsBroken).Average(trial => trial.Score) / 4);
    }

    [Theory]
    [InlineData(100, 3, 1, new[] { 100, 33, 11, 3 }, new[] { 1, 3, 10, 30 })]
    [InlineData(8, 2, 4, new[] { 8, 4, 2 }, new[] { 7, 15, 30 })]
    [InlineData(2, 3, 1, new[] { 2 }, new[] { 30 })]
    public void Rungs_end_with_all_epochs(int trials, int reduction, int least, int[] counts, int[] epochs)
    {
        SearchProblem problem = Problem(new Space { LearningRate = Space.LogUniform(1e-6f, 1) });
        TrialResult[] results = Play(Strategies.Halving(trials, reduction, least), problem, Bowl);
        IGrouping<int, TrialResult>[] rungs = [.. results.GroupBy(trial => trial.Stage)];
        Assert.Equal(counts, rungs.Select(rung => rung.Count()));
        Assert.Equal(epochs, rungs.Select(rung => rung.Select(trial => trial.Epochs).Distinct().Single()));
        // the best of all is among the last
        Assert.Contains(results.Take(trials).Where(trial => !trial.IsBroken).MinBy(trial => trial.Score)!.Values, rungs[^1].Select(trial => trial.Values));
    }

    [Fact]
    public void A_bayesian_search_learns_where_it_is_good_and_which_choice_helps()
    {
        // with trials that break where the rate is high
        SearchProblem[] problems = [.. Enumerable.Range(0, 15).Select(seed => Problem(
            new Space
            {
                LearningRate = Space.LogUniform(1e-6f, 10), Regularization = Space.LogUniform(1e-3f, 1e3f), BatchSize = Space.Choice(8, 16, 32, 64),
            }, (ulong)seed))];
        double[] random = [.. problems.Select(problem => Play(Strategies.Random(60), problem, Bowl).Where(trial => !trial.IsBroken).Min(trial => trial.Score))];
        TrialResult[][] bayesian = [.. problems.Select(problem => Play(Strategies.Bayesian(60), problem, Bowl))];
        int better = bayesian.Zip(random).Count(pair => pair.First.Where(trial => !trial.IsBroken).Min(trial => trial.Score) < pair.Second);
        Assert.InRange(better, 11, 15);
        Assert.True(bayesian.Average(trials => trials[40..].Count(trial => trial.IsBroken)) < bayesian.Average(trials => trials[..10].Count(trial => trial.IsBroken)));
        Assert.True(bayesian.Average(trials => trials[30..].Count(trial => trial.Values[0] == 0)) > 20);
    }

    [Theory]
    [InlineData("random")]
    [InlineData("bayesian")]
    public async Task Odd_but_sound_spaces_are_searched(string kind)
    {
        (Dataset training, Dataset validation) = Rows.Labelled(40).Split(0.7, 0.3);
        Space[] spaces =
        [
            new(),
            new() { LearningRate = Space.Choice(0.1f, 0.001f) },
            new() { LearningRate = Space.Uniform(0, float.Epsilon) },
            new() { Regularization = Space.LogUniform(float.Epsilon, float.MaxValue) },
            new() { BatchSize = Space.Integer(1, int.MaxValue) },
            new() { Others = new Dictionary<string, Axis> { ["all"] = Space.Integer(int.MinValue, int.MaxValue), ["</td>"] = Space.Uniform(float.MinValue, float.MaxValue) } },
        ];
        foreach (Space space in spaces)
        {
            SearchOptions options = new()
            {
                Space = space, Networks = s_two, Training = new() { Epochs = 1 }, Parallel = 3,
                Strategy = kind == "random" ? Strategies.Random(8) : Strategies.Bayesian(8, 1, 1),
            };
            SearchResult found = await Search.RunAsync(options, training, validation);
            Assert.Equal(8, found.Trials.Count);
            Assert.NotNull(found.ToString());
        }
    }

    // one network is better, and the rate has an optimum; above 0.3 nothing comes of it
    private static double Bowl(double[] values) =>
        values[1] > 0.3 ? double.NaN : Math.Pow(Math.Log10(values[1]) + 3, 2) + 0.5 * values[0] + 0.1 * (values.Length > 2 ? Math.Pow(Math.Log10(values[2]), 2) : 0);

    private static TrialResult[] Play(SearchStrategy strategy, SearchProblem problem, Func<double[], double> score)
    {
        int trials = strategy.CountTrials(problem);
        var results = new List<TrialResult>();
        for (int number = 0; number < trials; number++)
        {
            TrialPlan plan = strategy.Plan(problem, number, results[..strategy.Needs(problem, number)]);
            double value = score(plan.Values);
            results.Add(new TrialResult
            {
                Number = number, Stage = plan.Stage, ContinuedFrom = plan.ContinuedFrom, Network = "", Values = plan.Values, Epochs = plan.Epochs,
                Steps = plan.Epochs, Stopped = double.IsNaN(value) ? StopReason.Diverged : StopReason.Completed, Score = value, FoldScores = [value], Loss = value,
            });
        }
        return [.. results];
    }

    private static SearchProblem Problem(Space space, ulong seed = 1) =>
        new(SearchAxes.Of(space, s_two), seed, Epochs: 30, new TrialOrder(higherIsBetter: false));

    // four standard deviations
    private static void AssertEqualShares(IEnumerable<int> places, int count)
    {
        int[] all = [.. places];
        double expected = all.Length / (double)count, slack = 4 * Math.Sqrt(expected * (1 - 1.0 / count));
        for (int place = 0; place < count; place++)
            Assert.InRange(all.Count(one => one == place), expected - slack, expected + slack);
    }
}
