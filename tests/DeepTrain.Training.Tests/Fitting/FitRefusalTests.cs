namespace DeepTrain.Training.Tests.Fitting;

/// <summary>What cannot be fitted is refused with what was expected and what came, before anything has changed.</summary>
public sealed class FitRefusalTests
{
    private static readonly Dataset s_data = Rows.Labelled(30);

    private static readonly (FitOptions Options, string Says)[] s_bad =
    [
        (new() { Epochs = 0 }, "Epochs of at least 1; it is 0"),
        (new() { Steps = 0 }, "Steps of at least 1"),
        (new() { BatchSize = -3 }, "BatchSize of at least 1; it is -3"),
        (new() { Accumulate = 0 }, "Accumulate"),
        (new() { FullBatch = true, Accumulate = 2 }, "FullBatch"),
        (new() { Threads = 0 }, "Threads"),
        (new() { Workers = -1 }, "Workers"),
        (new() { DivergenceFactor = double.NaN }, "DivergenceFactor"),
        (new() { DivergenceFactor = 1 }, "DivergenceFactor"),
        (new() { LastBatch = LastBatch.Drop, BatchSize = 31 }, "31 rows"),
        (new() { LastBatch = (LastBatch)7 }, "Merge, Keep or Drop"),
        (new() { EarlyStopping = new() { Patience = 0 } }, "Patience"),
        (new() { EarlyStopping = new() { MinDelta = double.NaN } }, "MinDelta"),
        (new() { EarlyStopping = new() { Metric = Metrics.Accuracy } }, "among Metrics"),
        (new() { Averaging = new() { Decay = 1 } }, "Decay"),
        (new() { Averaging = new() { Every = 0 } }, "Every"),
        (new() { Checkpoint = new("") }, "folder"),
        (new() { Checkpoint = new("x") { Every = TimeSpan.FromSeconds(-1) } }, "Every"),
        (new() { ClassWeights = [1, 2] }, "ClassWeights for 3 classes; it is 2"),
        (new() { ClassWeights = [1, float.NaN, 2] }, "NaN at 1"),
        (new() { ClassWeights = [0, 0, 0] }, "above 0"),
        (new() { RowWeights = [1] }, "RowWeights for 30 rows; it is 1"),
        (new() { Metrics = [Metrics.R2] }, "R2"),
        (new() { Metrics = [Metrics.Accuracy, Metrics.Accuracy] }, "twice"),
        (new() { Metrics = [null!] }, "null"),
        (new() { Callbacks = [null!] }, "null"),
        (new() { Augmentation = Augmentation.FlipHorizontal() }, "images"),
        (new() { Validation = Rows.Numbered(10) }, "validation rows"),
        (new() { Validation = Rows.Labelled(10, inputs: 9) }, "8 inputs"),
        (new() { Validation = Rows.Labelled(10, classes: 4) }, "3 classes"),
    ];

    public static TheoryData<int> Bad => [.. Enumerable.Range(0, s_bad.Length)];

    [Theory]
    [MemberData(nameof(Bad))]
    public void Bad_options(int number)
    {
        (FitOptions options, string says) = s_bad[number];
        var network = new Classifier(1);
        byte[] before = Rows.BytesOf(network);

        var error = Assert.ThrowsAny<ArgumentException>(() => Trainer.Fit(network, s_data, options));

        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Rows.BytesOf(network));
    }

    [Fact]
    public void Bad_rows()
    {
        Assert.Contains("2 targets", Refused(new Regressor(1), s_data), StringComparison.Ordinal);
        Assert.Contains("have 2", Refused(new Classifier(1), Rows.Numbered(10)), StringComparison.Ordinal);
        Assert.Contains("2 classes", Refused(new Decider(1), s_data), StringComparison.Ordinal);
        Assert.Contains("labels", Refused(new Tagger(1), s_data), StringComparison.Ordinal);
        (Dataset training, Dataset validation) = s_data.Split(0.5, 0.5);
        Assert.Contains("Validation part", Refused(new Classifier(1), validation), StringComparison.Ordinal);
        Trainer.Fit(new Classifier(1), training, new FitOptions { Epochs = 1 });
        Assert.Throws<ArgumentNullException>(() => Trainer.Fit<INetwork>(null!, s_data));
    }

    [Fact]
    public void A_schedule_that_gives_no_rate()
    {
        var error = Assert.Throws<InvalidOperationException>(
            () => Trainer.Fit(new Classifier(1), s_data, new FitOptions { Schedule = new Broken() }));
        Assert.Contains("Broken", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fit_knows_a_network_by_its_interface()
    {
        INetwork network = new Decider(1);
        FitResult<INetwork> run = Trainer.Fit(network, Rows.Labelled(40, classes: 2), new FitOptions { Metrics = [Metrics.Accuracy, Metrics.F1()] });
        Assert.Same(network, run.Network);
        Assert.Equal(10, run.History.Count);
    }

    private static string Refused(INetwork network, Dataset data) =>
        Assert.ThrowsAny<ArgumentException>(() => Trainer.Fit(network, data)).Message;

    private sealed record Broken : Schedule
    {
        public override float Rate(float baseRate, long step, long total) => float.NaN;
    }
}
