namespace DeepTrain.Training.Tests.Ranges;

public sealed class RangeTestTests
{
    [Fact]
    public void A_range_test_leaves_no_trace_and_is_the_same_twice_in_a_row()
    {
        Dataset data = Rows.Labelled(300);
        var network = new Classifier(1);
        Trainer.Fit(network, data, new FitOptions { Epochs = 2 });
        network.LearningRate = 0.123f;
        network.Regularization = 0.5f;
        byte[] before = Rows.BytesOf(network);

        RateRange first = LearningRate.RangeTest(network, data), second = LearningRate.RangeTest(network, data);

        Assert.Equal(before, Rows.BytesOf(network));
        Assert.Equal(first.Curve, second.Curve);
        Assert.Equal(first.Suggestion, second.Suggestion);
        Assert.Equal(first.Reason, second.Reason);
        Assert.Equal(LearningRate.RangeTest<Classifier>(data).Curve, LearningRate.RangeTest(seed => new Classifier(seed), data).Curve);
    }

    [Fact]
    public void The_suggestion_trains_well()
    {
        Dataset data = Rows.Labelled(600);
        foreach (Func<ulong, INetwork> create in (Func<ulong, INetwork>[])[
            seed => new PlainClassifier(seed), seed => new Classifier(seed), seed => new Reading.ReluGradientOf8(seed)])
        {
            RateRange range = LearningRate.RangeTest(create, data);
            Assert.True(range.Low <= range.Suggestion && range.Suggestion <= range.High, range.Reason);
            INetwork network = create(3);
            network.LearningRate = range.Suggestion!.Value;
            FitResult run = Trainer.Fit(network, data, new FitOptions { Epochs = 30, Metrics = [Metrics.Accuracy], EvaluateTraining = true });
            Assert.True(run.History.Metric("accuracy")[^1] > 0.85, $"{network.Description.Name} at {range.Suggestion}: {range.Reason} "
                + $"{run.History.Metric("accuracy")[^1]}");
        }
    }

    [Fact]
    public void The_curve_has_the_rates_asked_for_each_by_one_factor_above_the_last()
    {
        var options = new RangeTestOptions { Lowest = 1e-4f, Highest = 1e-2f, Steps = 21 };
        RateRange range = LearningRate.RangeTest<PlainClassifier>(Rows.Labelled(100), options);
        Assert.Equal(21, range.Curve.Count);
        Assert.Equal((1e-4f, 1e-2f), (range.Curve[0].Rate, range.Curve[^1].Rate));
        for (int step = 1; step < 21; step++)
            Assert.Equal(Math.Pow(10, 0.1), range.Curve[step].Rate / range.Curve[step - 1].Rate, 1e-4);
    }

    [Fact]
    public void Who_cannot_learn_gets_no_suggestion_and_the_reason()
    {
        // labels by lot, and inputs that are all the same
        float[] inputs = Enumerable.Repeat(0.5f, 8 * 200).ToArray();
        int[] labels = [.. Rows.Numbers(200, 9).Select(number => number > 0.3f ? 2 : number > -0.3f ? 1 : 0)];
        RateRange range = LearningRate.RangeTest<PlainClassifier>(
            Dataset.FromArrays(inputs, labels), new RangeTestOptions { Highest = 1e-5f });
        Assert.Null(range.Suggestion);
        Assert.Contains("does not fall", range.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_own_rate_beyond_the_range_is_named()
    {
        var network = new PlainClassifier(1) { LearningRate = 1e-6f };
        RateRange range = LearningRate.RangeTest(network, Rows.Labelled(600));
        Assert.Contains("too low", range.Reason, StringComparison.Ordinal);
        Assert.Contains('#', range.ToString());
    }

    [Fact]
    public void Bad_options_and_a_cancelled_token_leave_the_network_as_it_was()
    {
        var network = new PlainClassifier(1);
        byte[] before = Rows.BytesOf(network);
        Dataset data = Rows.Labelled(50);
        Assert.Contains("Lowest", Assert.Throws<ArgumentException>(
            () => LearningRate.RangeTest(network, data, new() { Lowest = float.NaN })).Message, StringComparison.Ordinal);
        Assert.Contains("Highest", Assert.Throws<ArgumentException>(
            () => LearningRate.RangeTest(network, data, new() { Highest = 1e-7f })).Message, StringComparison.Ordinal);
        Assert.Contains("Steps", Assert.Throws<ArgumentException>(
            () => LearningRate.RangeTest(network, data, new() { Steps = 3 })).Message, StringComparison.Ordinal);
        Assert.Throws<OperationCanceledException>(
            () => LearningRate.RangeTest(network, data, token: new CancellationToken(canceled: true)));
        Assert.Equal(before, Rows.BytesOf(network));
    }
}
