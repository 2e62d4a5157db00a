namespace DeepTrain.Training.Tests.Searching;

/// <summary>What a search says besides its best trial.</summary>
public sealed class FindingTests
{
    private static readonly (Dataset Training, Dataset Validation) s_rows = Rows.Labelled(240).Split(0.7, 0.3);

    [Theory]
    [InlineData("random", 40)]
    [InlineData("bayesian", 40)]
    [InlineData("coarse", 40)]
    public async Task A_range_that_is_two_decades_off_is_noticed_and_the_new_one_is_right(string kind, int trials)
    {
        // its best rates are about 1
        SearchOptions options = Plain(kind switch
        {
            "random" => Strategies.Random(trials), "bayesian" => Strategies.Bayesian(trials), _ => Strategies.CoarseToFine(trials, 3),
        }) with
        { Space = new() { LearningRate = Space.LogUniform(1e-4f, 1e-2f), Regularization = Space.LogUniform(1e-3f, 1e3f) } };
        SearchResult off = await Search.RunAsync(options, s_rows.Training, s_rows.Validation);
        SearchFinding edge = Assert.Single(off.Findings, finding => finding is { Kind: SearchFindingKind.Edge, Axis: "learning rate" });
        Assert.InRange(1.0, edge.From!.Value, edge.To!.Value);
        Assert.Contains(off.Warnings, warning => warning.Contains("upper edge of their range, 1e-4 to 0.01", StringComparison.Ordinal)
            && warning.Contains($"to {edge.To.Value}", StringComparison.Ordinal));

        SearchResult right = await Search.RunAsync(
            options with { Space = options.Space with { LearningRate = Space.LogUniform((float)edge.From, (float)edge.To) } },
            s_rows.Training, s_rows.Validation);
        Assert.DoesNotContain(right.Findings, finding => finding is { Kind: SearchFindingKind.Edge, Axis: "learning rate" });
        Assert.True(right.Best!.Score < 0.6 * off.Best!.Score, $"{right.Best.Score} after {off.Best.Score}");
    }

    [Fact]
    public async Task A_range_that_is_too_high_is_noticed_below()
    {
        foreach ((float from, SearchFindingKind kind) in ((float, SearchFindingKind)[])[(4, SearchFindingKind.Edge), (100, SearchFindingKind.NoScore)])
        {
            SearchResult found = await Search.RunAsync(
                Plain(Strategies.Random(40)) with { Space = new() { LearningRate = Space.LogUniform(from, 100 * from) } }, s_rows.Training, s_rows.Validation);
            SearchFinding edge = Assert.Single(found.Findings, finding => finding.Kind == kind);
            Assert.InRange(1.0, edge.From!.Value, edge.To!.Value);
        }
    }

    [Fact]
    public async Task A_linear_range_over_decades_is_told()
    {
        foreach (Axis<float> rates in (Axis<float>[])[Space.Uniform(1e-4f, 1), Space.Uniform(0, 1)])
        {
            SearchResult found = await Search.RunAsync(
                Plain(Strategies.Random(4)) with { Space = new() { LearningRate = rates, BatchSize = Space.Integer(8, 64) } },
                s_rows.Training, s_rows.Validation);
            SearchFinding linear = Assert.Single(found.Findings, finding => finding.Kind == SearchFindingKind.LinearDecades);
            Assert.Equal(("learning rate", 1e-4, 1.0), (linear.Axis, Math.Round(linear.From!.Value, 9), linear.To!.Value));
        }
    }

    [Fact]
    public async Task What_does_not_matter_is_told_apart_from_what_does()
    {
        SearchOptions options = Plain(Strategies.Random(60)) with
        {
            Space = new()
            {
                LearningRate = Space.LogUniform(1e-3f, 1),
                // nothing makes anything of them
                Others = new Dictionary<string, Axis> { ["colour"] = Space.Uniform(0, 1), ["moon"] = Space.Choice("new", "half", "full") },
            },
        };
        SearchResult found = await Search.RunAsync(options, s_rows.Training, s_rows.Validation);
        Assert.Equal("learning rate", found.Importance[0].Axis);
        Assert.InRange(found.Importance[0].Share, 0.7, 1);
        Assert.All(found.Importance.Skip(1), axis => Assert.InRange(axis.Share, 0, 0.1));
        Assert.True(found.Importance[0].IsTold);
        Assert.Equal(["colour", "moon"], found.Findings.Where(finding => finding.Kind == SearchFindingKind.Unimportant).Select(finding => finding.Axis).Order());
    }

    [Fact]
    public async Task What_the_best_have_in_common_matters_however_little_it_explains()
    {
        // most trials are bad by their rate; of those that are not, only one class is good
        SearchOptions options = Plain(Strategies.Random(150)) with
        {
            Networks = [Candidate.Of<PlainClassifier>(), Candidate.Of("Slow", seed => new Slow(seed))],
            Space = new() { LearningRate = Space.LogUniform(1e-6f, 1), Others = new Dictionary<string, Axis> { ["moon"] = Space.Uniform(0, 1) } },
        };
        SearchResult found = await Search.RunAsync(options, s_rows.Training, s_rows.Validation);
        Assert.True(found.Importance.Single(axis => axis.Axis == "network").IsTold);
        Assert.Equal(["moon"], found.Findings.Where(finding => finding.Kind == SearchFindingKind.Unimportant).Select(finding => finding.Axis));
    }

    [Fact]
    public async Task Rates_from_which_on_trials_diverge_are_told()
    {
        SearchResult found = await Search.RunAsync(
            Plain(Strategies.Random(40)) with { Space = new() { LearningRate = Space.LogUniform(1e-2f, 1e5f) } }, s_rows.Training, s_rows.Validation);
        SearchFinding diverged = Assert.Single(found.Findings, finding => finding.Kind == SearchFindingKind.Diverged);
        int broken = found.Trials.Count(trial => trial.IsBroken);
        Assert.StartsWith($"{broken} of 40 trials diverged", diverged.Text, StringComparison.Ordinal);
        Assert.Equal("learning rate", diverged.Axis);
        int above = found.Trials.Count(trial => trial.IsBroken == found.SettingsOf(trial).LearningRate >= diverged.To);
        Assert.InRange(above, 40 - broken / 5, 40);
        SearchResult mild = await Search.RunAsync(
            Plain(Strategies.Random(5)) with { Space = new() { LearningRate = Space.LogUniform(1e-3f, 1e-1f) } }, s_rows.Training, s_rows.Validation);
        Assert.DoesNotContain(mild.Findings, finding => finding.Kind == SearchFindingKind.Diverged);
    }

    [Fact]
    public async Task Trials_that_are_equal_but_for_chance_are_told()
    {
        SearchOptions options = Plain(Strategies.Random(12)) with { Folds = 4, Space = new() { LearningRate = Space.LogUniform(0.2f, 0.25f) } };
        SearchResult found = await Search.RunAsync(options, Rows.Labelled(60));
        SearchFinding equal = Assert.Single(found.Findings, finding => finding.Kind == SearchFindingKind.WithinSpread);
        Assert.Contains("with more folds", equal.Text, StringComparison.Ordinal);
        SearchResult apart = await Search.RunAsync(options with { Space = new() { LearningRate = Space.LogUniform(1e-4f, 1e-1f) } }, Rows.Labelled(600));
        Assert.DoesNotContain(apart.Findings, finding => finding.Kind == SearchFindingKind.WithinSpread);
    }

    [Fact]
    public async Task A_good_range_is_rarely_called_an_edge()
    {
        // nothing matters: the best five lie anywhere
        int alarms = 0;
        for (ulong seed = 0; seed < 40; seed++)
        {
            SearchResult found = await Search.RunAsync(Plain(Strategies.Random(20)) with
            {
                Seed = seed, Training = new() { Epochs = 1 },
                Space = new() { Others = new Dictionary<string, Axis> { ["colour"] = Space.Uniform(0, 1), ["size"] = Space.Choice(1, 2, 3) } },
            }, s_rows.Training, s_rows.Validation);
            alarms += found.Findings.Count(finding => finding.Kind == SearchFindingKind.Edge);
        }
        Assert.InRange(alarms, 0, 6);
    }

    private static SearchOptions Plain(SearchStrategy strategy) => new()
    {
        Networks = [Candidate.Of<PlainClassifier>()], Strategy = strategy, Seed = 1, Parallel = 2, Training = new() { Epochs = 8 },
    };
}

/// <summary>Classes by one bottleneck: no rate makes it as good as <see cref="PlainClassifier"/>.</summary>
[Network]
[Input(8)]
[Dense(1)]
[Tanh]
[Dense(3)]
[SoftmaxCrossEntropy]
[SGD(LearningRate = 0.1f)]
internal partial class Slow;
