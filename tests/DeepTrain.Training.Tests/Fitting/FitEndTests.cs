namespace DeepTrain.Training.Tests.Fitting;

/// <summary>However a fit ends, it says how, and the network has its best weights.</summary>
public sealed class FitEndTests
{
    private static readonly Dataset s_validation = Rows.Labelled(60, 2);

    // rises and falls: too few rows, too high a rate
    private static readonly FitOptions s_overfitting = new()
    {
        Epochs = 60, BatchSize = 8, Validation = s_validation, Schedule = Schedules.Constant(0.05f), DivergenceFactor = double.PositiveInfinity,
    };

    [Fact]
    public void Early_stopping_restores_the_best_and_keeps_the_last()
    {
        FitResult<Classifier> run = Trainer.Fit(
            new Classifier(1), Rows.Labelled(24), s_overfitting with { EarlyStopping = new EarlyStopping { Patience = 4 } });

        Assert.Equal(StopReason.EarlyStopping, run.Stopped);
        double[] losses = [.. run.History.Select(epoch => epoch.ValidationLoss!.Value)];
        int best = Array.IndexOf(losses, losses.Min());
        Assert.Equal(best, run.BestEpoch);
        Assert.Equal(losses.Length, best + 1 + 4);
        AssertLoss(losses[best], run.Network);
        run.RestoreLast();
        AssertLoss(losses[^1], run.Network);
        run.RestoreBest();
        AssertLoss(losses[best], run.Network);
    }

    [Theory]
    [InlineData("completed", StopReason.Completed)]
    [InlineData("cancelled", StopReason.Cancelled)]
    [InlineData("requested", StopReason.Requested)]
    [InlineData("not finite", StopReason.NotFinite)]
    public void The_best_is_restored_at_every_kind_of_end(string end, StopReason expected)
    {
        using var source = new CancellationTokenSource();
        var callback = new CallbackOf
        {
            Batch = (context, _) =>
            {
                if (context.Epoch < 30 || context.Batch < 2)
                    return;
                if (end == "cancelled")
                    source.Cancel();
                if (end == "requested")
                    context.RequestStop();
                if (end == "not finite")
                    context.Network.Parameters[0].CopyFrom([.. Enumerable.Repeat(float.NaN, context.Network.Parameters[0].Length)]);
            },
        };

        FitResult<Classifier> run = Trainer.Fit(
            new Classifier(1), Rows.Labelled(24), s_overfitting with { Callbacks = [callback] }, source.Token);

        Assert.Equal(expected, run.Stopped);
        Assert.Equal(end == "completed" ? 60 : 31, run.History.Count);
        Assert.Equal(run.History.Min(epoch => epoch.ValidationLoss), run.BestValue);
        AssertLoss(run.BestValue!.Value, run.Network);
        Assert.Contains("best", run.Diagnosis, StringComparison.Ordinal);
        if (end != "completed")
        {
            Assert.Null(run.History[^1].ValidationLoss);
            Assert.Equal(end == "not finite" ? 24 : 16, run.History[^1].Rows);
        }
        if (end == "not finite")
            Assert.Throws<InvalidOperationException>(run.RestoreLast);
    }

    [Theory]
    [InlineData(10f)]
    [InlineData(1e6f)]
    [InlineData(float.MaxValue)]
    public void A_rate_that_explodes_ends_it(float rate)
    {
        int batches = 0;
        FitResult run = Trainer.Fit(new Regressor(1) { LearningRate = rate }, Rows.Numbered(400), new FitOptions
        {
            Epochs = 50, BatchSize = 8, Callbacks = [new CallbackOf { Batch = (_, _) => batches++ }],
        });

        Assert.Contains(run.Stopped, new[] { StopReason.Diverged, StopReason.NotFinite });
        Assert.InRange(batches, 1, 40);
        Assert.Contains("rate", run.Diagnosis, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_goes_on_learning_from_next_to_nothing_does_not_diverge()
    {
        // the loss of the first rows is 0, that of the others is not
        float[] inputs = Rows.Numbers(600 * 8, 1);
        var network = new Regressor(1);
        float[] targets = new float[1200];
        network.Predict(inputs, targets);
        for (int next = 2 * 256; next < targets.Length; next++)
            targets[next] += 0.3f * MathF.Sin(next);

        FitResult run = Trainer.Fit(network, Dataset.FromArrays(inputs, targets, 600), new FitOptions { Epochs = 3 });

        Assert.True(run.History.InitialLoss < 1e-6);
        Assert.Equal(StopReason.Completed, run.Stopped);
    }

    [Fact]
    public void Rows_that_are_not_finite_end_it_at_their_batch()
    {
        float[] inputs = Rows.Numbers(80 * 8, 1);
        inputs[57 * 8] = float.NaN;
        int batches = 0;
        FitResult run = Trainer.Fit(new PlainClassifier(1), Dataset.FromArrays(inputs, new int[80].Select((_, i) => i % 3).ToArray()), new FitOptions
        {
            BatchSize = 10, Shuffle = false, Callbacks = [new CallbackOf { Batch = (_, _) => batches++ }],
        });

        Assert.Equal(StopReason.NotFinite, run.Stopped);
        Assert.Equal(6, batches);
    }

    [Fact]
    public void Nan_is_no_improvement()
    {
        // the validation rows are numbers only while the network is new
        int reads = 0;
        Dataset validation = Dataset.FromReader(new int[] { 0, 1, 2 }, 8, (row, inputs, _) => inputs.Fill(reads++ < 6 ? row : float.NaN));

        FitResult<PlainClassifier> run = Trainer.Fit(new PlainClassifier(1), Rows.Labelled(30), new FitOptions
        {
            Epochs = 20, Validation = validation, EarlyStopping = new EarlyStopping { Patience = 3 },
        });

        Assert.Equal(StopReason.EarlyStopping, run.Stopped);
        Assert.True(run.BestEpoch < 2);
        Assert.True(double.IsFinite(run.BestValue!.Value));
        Assert.True(double.IsNaN(run.History[^1].ValidationLoss!.Value));
    }

    [Fact]
    public void A_metric_can_be_watched_and_more_may_be_better()
    {
        FitResult<Classifier> run = Trainer.Fit(new Classifier(1), Rows.Labelled(24), s_overfitting with
        {
            Metrics = [Metrics.F1(), Metrics.Accuracy],
            EarlyStopping = new EarlyStopping { Patience = 5, Metric = Metrics.Accuracy, MinDelta = 0.01 },
        });

        IReadOnlyList<double> accuracies = run.History.Metric("accuracy");
        Assert.Equal(accuracies[run.BestEpoch!.Value], run.BestValue);
        Assert.True(accuracies.Max() <= run.BestValue + 0.01);
        Assert.Equal(run.BestValue, Trainer.Evaluate(run.Network, s_validation, Metrics.Accuracy)[Metrics.Accuracy]);
    }

    [Fact]
    public void Without_restoring_the_network_has_its_last_weights()
    {
        FitResult<Classifier> run = Trainer.Fit(new Classifier(1), Rows.Labelled(24), s_overfitting with { RestoreBest = false });

        Assert.NotEqual(run.History.Count - 1, run.BestEpoch);
        AssertLoss(run.History[^1].ValidationLoss!.Value, run.Network);
    }

    [Fact]
    public void An_error_of_a_callback_is_the_fits()
    {
        var network = new Classifier(1) { Threads = 2 };
        Assert.Throws<InvalidTimeZoneException>(() => Trainer.Fit(network, Rows.Labelled(24), new FitOptions
        {
            Threads = 1, Workers = 2, Callbacks = [new CallbackOf { Epoch = (_, _) => throw new InvalidTimeZoneException() }],
        }));
        Assert.Equal(2, network.Threads);
    }

    private static void AssertLoss(double expected, INetwork network) =>
        Assert.Equal(expected, Trainer.Evaluate(network, s_validation).Loss);
}
