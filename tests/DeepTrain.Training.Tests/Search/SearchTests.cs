namespace DeepTrain.Training.Tests.Searching;

public sealed class SearchTests
{
    internal static readonly Space Wide = new()
    {
        LearningRate = Space.LogUniform(1e-4f, 10), Regularization = Space.LogUniform(1e-3f, 1e3f), BatchSize = Space.Choice(8, 16, 32),
        Schedule = Space.Choice(Schedules.Constant(), Schedules.Cosine()), Augmentation = Space.Choice(Augmentation.None, Augmentation.Noise(0.01f)),
    };

    internal static SearchOptions Options(SearchStrategy strategy, int parallel = 1, ulong seed = 3) => new()
    {
        Space = Wide, Networks = [Candidate.Of<Classifier>(), Candidate.Of<PlainClassifier>()], Strategy = strategy, Parallel = parallel,
        Seed = seed, Training = new() { Epochs = 9, Metrics = [Metrics.Accuracy] },
    };

    public static TheoryData<string> Kinds => ["random", "grid", "coarse", "halving", "bayesian"];

    internal static SearchStrategy Strategy(string kind) => kind switch
    {
        "random" => Strategies.Random(15),
        "grid" => Strategies.Grid(2),
        "coarse" => Strategies.CoarseToFine(16, 2),
        "halving" => Strategies.Halving(9),
        _ => Strategies.Bayesian(18, 6, 3),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task One_seed_gives_the_same_trials_and_results_for_any_number_of_workers_and_processes(string kind)
    {
        using var folder = new TemporaryFolder();
        (Dataset training, Dataset validation) = Rows.Labelled(80).Split(0.7, 0.3);
        SearchResult alone = await Search.RunAsync(Options(Strategy(kind)), training, validation);
        SearchResult many = await Search.RunAsync(Options(Strategy(kind), parallel: 5), training, validation);
        SearchOptions shared = Options(Strategy(kind), parallel: 2) with { Directory = folder.Path };
        SearchResult[] both = await Task.WhenAll(
            Task.Run(() => Search.RunAsync(shared, training, validation)), Task.Run(() => Search.RunAsync(shared, training, validation)));

        string[] expected = Lines(alone);
        Assert.Equal(StopReason.Completed, alone.Stopped);
        foreach (SearchResult other in (SearchResult[])[many, .. both])
            Assert.Equal(expected, Lines(other));
        Assert.Equal(expected.Length, Directory.GetFiles(folder.Path, "*.jsonl").Sum(log => File.ReadAllLines(log).Length));
        // and another seed gives others
        if (kind != "grid")
            Assert.NotEqual(expected, Lines(await Search.RunAsync(Options(Strategy(kind), seed: 4), training, validation)));
    }

    [Fact]
    public async Task A_trial_is_a_fit_with_its_settings()
    {
        (Dataset training, Dataset validation) = Rows.Labelled(80).Split(0.7, 0.3);
        SearchResult found = await Search.RunAsync(Options(Strategies.Random(10)) with { Objective = Metrics.Accuracy }, training, validation);
        Assert.Equal(10, found.Trials.Count);
        Assert.Equal(found.Trials.Where(trial => !trial.IsBroken).Max(trial => trial.Score), found.Best!.Score);
        foreach (TrialResult trial in found.Ranking.Take(3))
        {
            FitResult run = found.Train(trial, training, validation);
            EvaluationResult measured = Trainer.Evaluate(run.Network, validation, Metrics.Accuracy);
            Assert.Equal(trial.Score, measured[Metrics.Accuracy]);
            Assert.Equal(trial.Metrics[0], trial.Score);
            Assert.Equal(trial.Loss, run.History[run.BestEpoch!.Value].ValidationLoss);
            Assert.Equal(trial.Curve.Select(point => point.Score), run.History.Select(epoch => epoch.Metrics[0]));
            TrialSettings settings = found.SettingsOf(trial);
            Assert.Equal((settings.LearningRate, settings.Regularization), (run.Network.LearningRate, run.Network.Regularization));
            Assert.Equal((settings.BatchSize, settings.Schedule, settings.Augmentation), (run.Options.BatchSize, run.Options.Schedule, run.Options.Augmentation));
            Assert.Equal(trial.Network, run.Network.GetType().Name);
        }
    }

    [Fact]
    public async Task Each_fold_prepares_by_its_own_rows_and_the_score_is_the_mean()
    {
        Dataset data = Rows.Labelled(90);
        SearchOptions options = Options(Strategies.Random(4)) with
        {
            Folds = 3, Prepare = Preprocessing.ZeroMean().UnitVariance(), Split = new SplitOptions { Seed = 9 },
            Space = new() { LearningRate = Space.LogUniform(1e-3f, 1e-2f) },
        };
        SearchResult found = await Search.RunAsync(options, data);
        foreach (TrialResult trial in found.Trials)
        {
            Assert.Equal(3, trial.FoldScores.Count);
            Assert.Equal(trial.FoldScores.Average(), trial.Score, 1e-12);
            Fold first = data.KFold(3, options.Split)[0];
            Preprocessing prepare = options.Prepare.FitTo(first.Training);
            FitResult run = found.Train(trial, prepare.Apply(first.Training), prepare.Apply(first.Validation));
            Assert.Equal(run.BestValue, trial.FoldScores[0]);
        }
    }

    [Fact]
    public async Task Broken_trials_are_results_and_never_the_best()
    {
        (Dataset training, Dataset validation) = Rows.Labelled(80).Split(0.7, 0.3);
        SearchOptions options = Options(Strategies.Random(12)) with { Space = new() { LearningRate = Space.LogUniform(1e-3f, 1e5f) } };
        SearchResult found = await Search.RunAsync(options, training, validation);
        Assert.Equal(12, found.Trials.Count);
        Assert.InRange(found.Trials.Count(trial => trial.IsBroken), 2, 11);
        Assert.All(found.Trials.Where(trial => trial.IsBroken), trial => Assert.True(double.IsNaN(trial.Score)));
        Assert.False(found.Best!.IsBroken);
        Assert.All(found.Trials, trial => Assert.Equal(trial.ToJson(), TrialResult.FromJson(trial.ToJson()).ToJson()));

        SearchResult none = await Search.RunAsync(
            options with { Space = new() { LearningRate = Space.LogUniform(1e29f, 1e30f) }, Strategy = Strategies.Bayesian(12, 4) }, training, validation);
        Assert.Null(none.Best);
        Assert.Equal(12, none.Trials.Count);
    }

    [Fact]
    public async Task Halving_goes_on_where_trials_ended()
    {
        (Dataset training, Dataset validation) = Rows.Labelled(80).Split(0.7, 0.3);
        SearchResult found = await Search.RunAsync(Options(Strategies.Halving(9)), training, validation);
        Assert.Equal([9, 3, 1], found.Trials.GroupBy(trial => trial.Stage).Select(rung => rung.Count()));
        Assert.Equal([1, 3, 9], found.Trials.Where(trial => !trial.IsBroken).GroupBy(trial => trial.Stage).Select(rung => rung.Max(trial => trial.Epochs)));
        foreach (TrialResult trial in found.Trials.Skip(9))
        {
            TrialResult before = found.Trials[trial.ContinuedFrom!.Value];
            Assert.Equal(before.Values, trial.Values);
            Assert.Equal(before.Curve, trial.Curve.Take(before.Curve.Count));
            // those that stay behind are no better
            Assert.True(before.Score <= found.Trials.Where(other => other.Stage == before.Stage && found.Trials.All(next => next.ContinuedFrom != other.Number))
                .Min(other => double.IsNaN(other.Score) ? double.PositiveInfinity : other.Score));
        }
        // as if it had never been interrupted
        TrialResult last = found.Trials[^1];
        Assert.Equal(found.Train(last, training, validation).History.Select(epoch => epoch.ValidationLoss), last.Curve.Select(point => (double?)point.Score));
    }

    [Fact]
    public async Task Names_of_your_own_become_options()
    {
        (Dataset training, Dataset validation) = Rows.Labelled(80).Split(0.7, 0.3);
        var seen = new System.Collections.Concurrent.ConcurrentBag<(float Peak, int Warm)>();
        SearchOptions options = Options(Strategies.Random(6), parallel: 2) with
        {
            Space = new()
            {
                Others = new Dictionary<string, Axis> { ["peak"] = Space.LogUniform(1e-3f, 1e-1f), ["warm-up"] = Space.Integer(1, 9) },
            },
            Configure = (settings, fit) =>
            {
                seen.Add((settings.Get<float>("peak"), settings.Get<int>("warm-up")));
                return fit with { Schedule = Schedules.OneCycle(settings.Get<float>("peak")).WithWarmUp(settings.Get<int>("warm-up")) };
            },
        };
        SearchResult found = await Search.RunAsync(options, training, validation);
        Assert.Equal(
            found.Trials.Select(trial => (found.SettingsOf(trial).Get<float>("peak"), found.SettingsOf(trial).Get<int>("warm-up"))).Order(), seen.Order());
        Assert.Equal(6, seen.Distinct().Count());
        Assert.Throws<ArgumentException>(() => found.SettingsOf(found.Best!).Get<int>("peak"));
    }

    [Fact]
    public async Task A_cancelled_search_returns_what_is_done_and_tells_of_every_trial()
    {
        (Dataset training, Dataset validation) = Rows.Labelled(80).Split(0.7, 0.3);
        using var source = new CancellationTokenSource();
        var told = new List<SearchProgress>();
        SearchResult found = await Search.RunAsync(Options(Strategies.Random(1000), parallel: 2) with
        {
            Progress = new Immediate(progress =>
            {
                told.Add(progress);
                if (told.Count == 5)
                    source.Cancel();
            }),
        }, training, validation, source.Token);
        Assert.Equal(StopReason.Cancelled, found.Stopped);
        Assert.InRange(found.Trials.Count, 5, 7);
        Assert.Equal(found.Trials.Select(trial => trial.Number), told.Select(progress => progress.Latest.Number).Order());
        Assert.All(told, progress => Assert.Equal(1000, progress.Total));
        Assert.Equal(found.Best!.Number, told.MaxBy(progress => progress.Done).Best!.Number);

        using var at_once = new CancellationTokenSource();
        at_once.Cancel();
        Assert.Empty((await Search.RunAsync(Options(Strategies.Random(3)), training, validation, at_once.Token)).Trials);
    }

    [Fact]
    public async Task What_a_worker_throws_ends_the_search()
    {
        (Dataset training, Dataset validation) = Rows.Labelled(80).Split(0.7, 0.3);
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Search.RunAsync(
            Options(Strategies.Random(1000), parallel: 3) with { Configure = (_, _) => null! }, training, validation));
        Assert.Contains("Configure", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("random")]
    [InlineData("halving")]
    public async Task A_store_of_your_own_hands_out_trials(string kind)
    {
        (Dataset training, Dataset validation) = Rows.Labelled(80).Split(0.7, 0.3);
        SearchResult alone = await Search.RunAsync(Options(Strategy(kind)), training, validation);
        var shared = new SharedLines();
        // without a folder: what went on elsewhere is trained anew, to the same bits
        SearchResult[] several = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(
            () => Search.RunAsync(Options(Strategy(kind)) with { Store = new LineStore(shared) }, training, validation))));
        Assert.All(several, other => Assert.Equal(Lines(alone), Lines(other)));
        Assert.Equal(alone.Trials.Count, shared.Lines.Count);
        Assert.Equal(3, shared.Closed);
    }

    // what a process that hands out trials would keep
    private sealed class SharedLines
    {
        public HashSet<int> Claimed { get; } = [];

        public List<string> Lines { get; } = [];

        public int Closed { get; set; }
    }

    private sealed class LineStore(SharedLines shared) : ITrialStore
    {
        public void Open(IReadOnlyList<KeyValuePair<string, string>> identity) => Assert.Contains(identity, fact => fact.Key == "Seed");

        public IDisposable? TryClaim(int number)
        {
            lock (shared)
                return shared.Claimed.Add(number) ? new Release(() => shared.Claimed.Remove(number), shared) : null;
        }

        public void Publish(TrialResult result)
        {
            lock (shared)
                shared.Lines.Add(result.ToJson());
        }

        public IReadOnlyList<TrialResult> Read()
        {
            lock (shared)
                return [.. shared.Lines.Select(TrialResult.FromJson).OrderBy(trial => trial.Number)];
        }

        public void Dispose()
        {
            lock (shared)
                shared.Closed++;
        }
    }

    private sealed class Release(Action release, object gate) : IDisposable
    {
        public void Dispose()
        {
            lock (gate)
                release();
        }
    }

    internal static string[] Lines(SearchResult found) => [.. found.Trials.Select(trial => (trial with { Seconds = 0 }).ToJson())];

    private sealed class Immediate(Action<SearchProgress> told) : IProgress<SearchProgress>
    {
        public void Report(SearchProgress value) => told(value);
    }
}
