namespace DeepTrain.Training.Tests.Fitting;

/// <summary>Checkpoints within one process: what is refused, and what is left alone.</summary>
public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dataset _data = Rows.Labelled(64);

    private FitOptions Options => new()
    {
        Epochs = 4, BatchSize = 16, Validation = Rows.Labelled(20, 2), Metrics = [Metrics.Accuracy], Checkpoint = new(_folder.Path) { Every = TimeSpan.Zero },
    };

    private string File => Options.Checkpoint!.Path;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true, 5)]
    [InlineData(true, 8)]
    [InlineData(false, 5)]
    public void Accumulation_and_steps_are_resumed_to_the_same_bits(bool accumulates, int failsAfter)
    {
        FitOptions options = Options with
        {
            Steps = accumulates ? null : 11, Accumulate = accumulates ? 3 : 1, Schedule = Schedules.OneCycle(0.05f),
            RestoreBest = false, EvaluateTraining = true,
        };
        FitResult<Classifier> whole = Trainer.Fit(new Classifier(1), _data, options with { Checkpoint = null });
        int batches = 0;
        Assert.Throws<TimeoutException>(() => Trainer.Fit(new Classifier(1), _data, options with
        {
            Callbacks = [new CallbackOf { Batch = (_, _) => _ = batches++ == failsAfter ? throw new TimeoutException() : 0 }],
        }));

        // another seed: everything comes from the file
        FitResult<Classifier> run = Trainer.Fit(new Classifier(99) { LearningRate = 5 }, _data, options);

        Assert.NotNull(run.ResumedAt);
        Assert.Equal(failsAfter - (accumulates ? failsAfter % 4 % 3 : 0), run.ResumedAt.Epoch * 4 + run.ResumedAt.Batch);
        Assert.Equal(Rows.BytesOf(whole.Network), Rows.BytesOf(run.Network));
        Assert.Equal(Timeless(whole.History), Timeless(run.History));
        Assert.Equal(whole.History.InitialLoss, run.History.InitialLoss);

        // and what is done is done
        FitResult<Classifier> again = Trainer.Fit(new Classifier(3), _data, options);
        Assert.Equal(Rows.BytesOf(whole.Network), Rows.BytesOf(again.Network));
        Assert.Equal(Timeless(whole.History), Timeless(again.History));
    }

    [Fact]
    public void A_fit_that_stopped_early_has_stopped()
    {
        FitOptions options = Options with
        {
            Epochs = 200, Schedule = Schedules.Constant(0.1f), EarlyStopping = new EarlyStopping { Patience = 2 },
        };
        FitResult first = Trainer.Fit(new Classifier(1), _data, options);
        FitResult<Classifier> again = Trainer.Fit(new Classifier(2), _data, options);

        Assert.Equal(StopReason.EarlyStopping, first.Stopped);
        Assert.Equal(StopReason.EarlyStopping, again.Stopped);
        Assert.Equal(first.History.Count, again.History.Count);
        Assert.Equal(Rows.BytesOf(first.Network), Rows.BytesOf(again.Network));
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_not_saved()
    {
        byte[] before = [];
        FitResult run = Trainer.Fit(new Classifier(1), _data, Options with
        {
            Callbacks = [new CallbackOf { Batch = (context, _) =>
            {
                if (context.Step != 6)
                    return;
                before = System.IO.File.ReadAllBytes(File);
                // a moment of the last layer that no loss sees before the next batch
                context.Network.Parameters[^1].CopyFrom([0, float.PositiveInfinity, 0]);
            } }],
        });

        Assert.Equal(StopReason.NotFinite, run.Stopped);
        Assert.NotEmpty(before);
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public void Other_options_are_refused_by_name_and_the_network_stays()
    {
        Trainer.Fit(new Classifier(1), _data, Options);
        var network = new Classifier(5);
        byte[] before = Rows.BytesOf(network);
        foreach ((FitOptions other, string name) in new[]
        {
            (Options with { BatchSize = 8 }, "BatchSize"), (Options with { Seed = 4 }, "Seed"), (Options with { Shuffle = false }, "Shuffle"),
            (Options with { Metrics = [] }, "Metrics"), (Options with { Validation = null, Metrics = [] }, "Validation"),
            (Options with { ClassWeights = [1, 1, 2] }, "ClassWeights"), (Options with { Averaging = new() }, "Averaging"),
        })
        {
            var error = Assert.Throws<InvalidDataException>(() => Trainer.Fit(network, _data, other));
            Assert.Contains(name, error.Message, StringComparison.Ordinal);
        }
        Assert.Contains("rows", Assert.Throws<InvalidDataException>(
            () => Trainer.Fit(network, Rows.Labelled(65), Options)).Message, StringComparison.Ordinal);
        Assert.Contains("network", Assert.Throws<InvalidDataException>(
            () => Trainer.Fit(new PlainClassifier(1), _data, Options)).Message, StringComparison.Ordinal);
        Assert.Equal(before, Rows.BytesOf(network));
    }

    [Fact]
    public void A_callback_whose_state_is_not_there_is_refused_and_the_network_stays()
    {
        Trainer.Fit(new Classifier(1), _data, Options);
        var network = new Classifier(5);
        byte[] before = Rows.BytesOf(network);
        var error = Assert.Throws<InvalidDataException>(
            () => Trainer.Fit(network, _data, Options with { Callbacks = [new Stateful()] }));
        Assert.Contains("counter", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Rows.BytesOf(network));
    }

    [Fact]
    public void A_damaged_file_is_refused_wherever_it_is_damaged()
    {
        Trainer.Fit(new Classifier(1), _data, Options);
        byte[] whole = System.IO.File.ReadAllBytes(File);
        var network = new Classifier(5);
        byte[] before = Rows.BytesOf(network);
        for (int at = 0; at < whole.Length; at += 97)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 0x10;
            System.IO.File.WriteAllBytes(File, damaged);
            Assert.Throws<InvalidDataException>(() => Trainer.Fit(network, _data, Options));
            System.IO.File.WriteAllBytes(File, whole[..at]);
            Assert.Throws<InvalidDataException>(() => Trainer.Fit(network, _data, Options));
        }
        Assert.Equal(before, Rows.BytesOf(network));
    }

    [Fact]
    public void It_is_written_by_time_and_at_the_end()
    {
        FitOptions options = Options with { Checkpoint = new(Path.Combine(_folder.Path, "new", "folder")) { Every = TimeSpan.FromHours(1) } };
        bool wasThere = false;
        Trainer.Fit(new Classifier(1), _data, options with
        {
            Callbacks = [new CallbackOf { Batch = (_, _) => wasThere |= System.IO.File.Exists(options.Checkpoint!.Path) }],
        });
        Assert.False(wasThere);
        Assert.True(System.IO.File.Exists(options.Checkpoint!.Path));
    }

    private static IEnumerable<string> Timeless(History history) =>
        history.Select(epoch => (epoch with { Seconds = 0, Metrics = [] }).ToString() + string.Join(' ', epoch.Metrics));

    private sealed class Stateful : IStatefulCallback
    {
        public string StateKey => "counter";

        public string SaveState() => "";

        public void RestoreState(string state)
        {
        }
    }

    [Fact]
    public void Without_a_last_one_only_an_interruption_leaves_a_checkpoint()
    {
        using var folder = new TemporaryFolder();
        var options = new FitOptions { Epochs = 2, Checkpoint = new(folder.Path) { AtEnd = false } };
        Trainer.Fit(new Classifier(1), Rows.Labelled(60), options);
        Assert.Empty(Directory.GetFiles(folder.Path));
        using var source = new CancellationTokenSource();
        Trainer.Fit(
            new Classifier(1), Rows.Labelled(60), options with { Callbacks = [new CallbackOf { Epoch = (_, _) => source.Cancel() }] }, source.Token);
        FitResult resumed = Trainer.Fit(new Classifier(1), Rows.Labelled(60), options);
        Assert.Equal(1, resumed.ResumedAt!.Epoch);
    }
}
