namespace DeepTrain.Training.Tests.Checking;

public sealed class SanityTests
{
    [Fact]
    public void A_good_network_passes_every_check_and_stays_as_it_was()
    {
        var network = new PlainClassifier(3);
        Dataset data = Standard(Rows.Labelled(400));
        network.TrainBatch(Rows.Whole(data).Inputs, Rows.Whole(data).Labels);
        network.LearningRate = 0.2f;
        byte[] before = Rows.BytesOf(network);

        CheckReport report = Sanity.Check(network, data);

        Assert.All(report.Results, result => Assert.True(
            result.Verdict is CheckVerdict.Passed or CheckVerdict.Skipped, report.ToString()));
        Assert.Equal(Enum.GetValues<CheckKind>(), report.Results.Select(result => result.Kind).Order());
        Assert.Equal(before, Rows.BytesOf(network));
        Assert.Equal(report.ToString(), Sanity.Check(_ => network, data).ToString());
        Assert.Equal(before, Rows.BytesOf(network));
    }

    [Fact]
    public void The_first_loss_is_held_against_the_predicted_one()
    {
        for (ulong seed = 1; seed <= 5; seed++)
        {
            CheckReport good = Sanity.Check<HeDigits>(Clouds(64, 10), Quick(seed));
            Assert.Equal(CheckVerdict.Passed, good[CheckKind.InitialLoss].Verdict);
            CheckReport unscaled = Sanity.Check<HeDigits>(Clouds(64, 10, scale: 16), Quick(seed));
            Assert.Equal(CheckVerdict.Warning, unscaled[CheckKind.InitialLoss].Verdict);
            Assert.Contains("standardise", unscaled[CheckKind.InitialLoss].Advice, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(CheckVerdict.Warning, unscaled[CheckKind.Signal].Verdict);
        }
    }

    [Theory]
    [InlineData(LossKind.MeanSquaredError)]
    [InlineData(LossKind.MeanAbsoluteError)]
    [InlineData(LossKind.Huber)]
    public void The_predicted_loss_is_the_mean_over_drawn_outputs(LossKind loss)
    {
        const double Mean = 0.3, Std = 1.7, Delta = 0.8;
        float[] targets = [-2, 0.5f, 3, 0];
        var random = new Random(1);
        double sum = 0;
        const int Draws = 400_000;
        for (int draw = 0; draw < Draws; draw++)
        {
            double error = Mean + Std * Normal(random) - targets[draw % 4], size = Math.Abs(error);
            sum += loss switch
            {
                LossKind.MeanAbsoluteError => size,
                LossKind.Huber => size <= Delta ? size * size / 2 : Delta * (size - Delta / 2),
                _ => size * size,
            };
        }
        Assert.Equal(1, PredictedLoss.Of(loss, 1, Mean, Std, targets, Delta) / (sum / Draws), 0.01);
    }

    [Theory]
    [InlineData(2, 0.01)]
    [InlineData(10, 1.41)]
    [InlineData(10, 30)]
    [InlineData(1000, 3)]
    public void The_predicted_cross_entropy_is_the_mean_over_drawn_logits(int classes, double std)
    {
        var random = new Random(2);
        double softmax = 0, binary = 0;
        const int Draws = 4000;
        for (int draw = 0; draw < Draws; draw++)
        {
            double[] logits = [.. Enumerable.Range(0, classes).Select(_ => std * Normal(random))];
            double highest = logits.Max();
            softmax += (highest + Math.Log(logits.Sum(logit => Math.Exp(logit - highest)))) / Draws;
            binary += logits.Average(logit => Math.Max(logit, 0) + Math.Log(1 + Math.Exp(-Math.Abs(logit)))) / Draws;
        }
        Assert.Equal(1, PredictedLoss.Of(LossKind.SoftmaxCrossEntropy, classes, 0, std, [], 1) / softmax, 0.03);
        Assert.Equal(1, PredictedLoss.Of(LossKind.BinaryCrossEntropy, classes, 0, std, [], 1) / binary, 0.05);
    }

    [Fact]
    public void A_trained_network_starts_lower_than_who_knows_nothing()
    {
        var network = new PlainClassifier(1);
        Dataset data = Standard(Rows.Labelled(300));
        Trainer.Fit(network, data, new FitOptions { Epochs = 60 });
        Assert.Equal(CheckVerdict.Note, Sanity.Check(network, data)[CheckKind.InitialLoss].Verdict);
    }

    [Fact]
    public void A_penalty_raises_the_loss_and_may_outweigh_it()
    {
        Assert.Equal(CheckVerdict.Skipped, Sanity.Check<PlainClassifier>(Rows.Labelled(50))[CheckKind.Regularization].Verdict);
        Assert.Equal(CheckVerdict.Passed, Sanity.Check<Noisy>(Rows.Labelled(50))[CheckKind.Regularization].Verdict);
        CheckResult heavy = Sanity.Check<Shrinking>(Rows.Numbered(50))[CheckKind.Regularization];
        Assert.Equal(CheckVerdict.Warning, heavy.Verdict);
        Assert.Contains("Lower L1 and L2", heavy.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_few_rows_are_learnt_with_dropout_and_batch_norm_on()
    {
        CheckResult tiny = Sanity.Check<Noisy>(Standard(Rows.Labelled(200)))[CheckKind.TinySet];
        Assert.True(tiny.Verdict == CheckVerdict.Passed, tiny.Measured);
    }

    [Fact]
    public void A_rate_at_which_nothing_is_learnt_is_told_from_a_network_that_cannot_learn()
    {
        CheckResult slow = Sanity.Check<Slow>(Standard(Rows.Labelled(200)))[CheckKind.TinySet];
        Assert.Equal(CheckVerdict.Warning, slow.Verdict);
        Assert.Contains("too low", slow.Advice, StringComparison.Ordinal);

        // all of one row's inputs say the same: rows are not to be told apart
        float[] blind = [.. Enumerable.Range(0, 40).SelectMany(row => Enumerable.Repeat(row * 1e-6f, 8))];
        CheckResult unable = Sanity.Check<PlainClassifier>(
            Dataset.FromArrays(blind, [.. Enumerable.Range(0, 40).Select(row => row * 7 % 3)]))[CheckKind.TinySet];
        Assert.Equal(CheckVerdict.Failed, unable.Verdict);
        Assert.NotEmpty(unable.Advice);
    }

    [Fact]
    public void Rows_that_contradict_each_other_do_not_fail_the_tiny_set()
    {
        float[] inputs = [.. Rows.Numbers(8 * 10, 5), .. Rows.Numbers(8 * 10, 5)];
        int[] labels = [.. Enumerable.Range(0, 20).Select(row => row < 10 ? row % 3 : (row + 1) % 3)];
        CheckResult tiny = Sanity.Check<PlainClassifier>(Dataset.FromArrays(inputs, labels))[CheckKind.TinySet];
        Assert.True(tiny.Verdict == CheckVerdict.Passed, tiny.Measured);
        Assert.Contains("10 rows", tiny.Measured, StringComparison.Ordinal);
    }

    [Fact]
    public void Right_gradients_pass_for_every_loss_through_kinks_and_masks()
    {
        for (ulong seed = 1; seed <= 8; seed++)
        {
            Passes<Noisy>(Rows.Labelled(64, (int)seed), seed);
            Passes<PlainClassifier>(Rows.Labelled(64, (int)seed), seed);
            Passes<HeDigits>(Clouds(64, 10, scale: 5), seed);
            Passes<Kinks>(Rows.Numbered(64, (int)seed), seed);
            Passes<Absolute>(Rows.Numbered(64, (int)seed), seed);
            Passes<Pictures>(Clouds(36, 3), seed);
        }

        static void Passes<T>(Dataset data, ulong seed)
            where T : class, INetwork<T>
        {
            CheckResult result = Sanity.Check<T>(data, Quick(seed))[CheckKind.Gradients];
            Assert.True(result.Verdict == CheckVerdict.Passed, $"{typeof(T).Name}, seed {seed}: {result.Measured}");
        }
    }

    [Theory]
    [InlineData("dense1.weight", 1.2f)]
    [InlineData("dense2.bias", -1f)]
    [InlineData("dense1.bias", 0f)]
    public void A_wrong_gradient_of_one_parameter_fails_and_is_named(string parameter, float factor)
    {
        var network = new WrongNetwork(new PlainClassifier(1)) { WrongGradient = (parameter, factor) };
        CheckResult result = Sanity.Check(network, Standard(Rows.Labelled(64)), Quick())[CheckKind.Gradients];
        Assert.Equal(CheckVerdict.Failed, result.Verdict);
        Assert.Contains(parameter, result.Measured, StringComparison.Ordinal);
    }

    [Fact]
    public void A_penalty_that_does_not_reach_the_loss_fails()
    {
        var network = new WrongNetwork(new Noisy(1)) { ExtraPenalty = 1 };
        CheckResult result = Sanity.Check(network, Rows.Labelled(64), Quick())[CheckKind.Regularization];
        Assert.Equal(CheckVerdict.Failed, result.Verdict);
    }

    [Fact]
    public void Units_that_are_born_dead_or_saturated_are_counted()
    {
        Dataset data = Standard(Rows.Labelled(300));
        CheckReport dead = Sanity.Check<BornDead>(data, Quick());
        Assert.Equal(CheckVerdict.Warning, dead[CheckKind.DeadUnits].Verdict);
        Assert.Contains("relu1", dead[CheckKind.DeadUnits].Measured, StringComparison.Ordinal);
        CheckReport saturated = Sanity.Check<Saturated>(data, Quick());
        Assert.Equal(CheckVerdict.Warning, saturated[CheckKind.SaturatedUnits].Verdict);
        Assert.Equal(CheckVerdict.Skipped, saturated[CheckKind.DeadUnits].Verdict);
    }

    [Fact]
    public void Rows_with_NaN_fail_and_what_needs_numbers_is_skipped()
    {
        float[] inputs = Rows.Numbers(8 * 30, 1);
        inputs[17] = float.NaN;
        CheckReport report = Sanity.Check<PlainClassifier>(
            Dataset.FromArrays(inputs, [.. Enumerable.Range(0, 30).Select(row => row % 3)]));
        Assert.True(report.HasFailed);
        Assert.Equal(CheckVerdict.Failed, report[CheckKind.Inputs].Verdict);
        Assert.Equal(CheckVerdict.Skipped, report[CheckKind.TinySet].Verdict);
    }

    [Theory]
    [InlineData(1, CheckVerdict.Failed)]
    [InlineData(3, CheckVerdict.Warning)]
    [InlineData(8, CheckVerdict.Note)]
    [InlineData(32, CheckVerdict.Passed)]
    public void Batch_norm_needs_rows(int batchSize, CheckVerdict expected) => Assert.Equal(
        expected, Sanity.Check<Noisy>(Rows.Labelled(64), Quick() with { BatchSize = batchSize })[CheckKind.BatchSize].Verdict);

    [Fact]
    public void Rows_are_held_against_parameters_and_classes_against_each_other()
    {
        CheckReport report = Sanity.Check<HeDigits>(Clouds(64, 2, rows: 40, lopsided: true), Quick());
        Assert.Equal(CheckVerdict.Note, report[CheckKind.Parameters].Verdict);
        CheckResult classes = report[CheckKind.Classes];
        Assert.Equal(CheckVerdict.Warning, classes.Verdict);
        // 38 and 2 of 40 rows: 40 / 2 / 38 and 40 / 2 / 2
        Assert.Contains("0.526, 10", classes.Advice, StringComparison.Ordinal);
        Assert.Contains("0.950", report[CheckKind.Baseline].Measured, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_has_a_line_for_each_check_and_the_advice_below_it()
    {
        string table = Sanity.Check<Slow>(Standard(Rows.Labelled(200)), Quick()).ToString();
        Assert.StartsWith("Slow: 12 checks, 0 failed, 1 with a warning\n", table, StringComparison.Ordinal);
        Assert.All(table.Split('\n'), line => Assert.InRange(line.Length, 0, 110));
        Assert.Contains("tiny set is learnt  WARNING", table, StringComparison.Ordinal);
        Assert.Contains("RangeTest", table, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_arguments_say_what_was_expected()
    {
        Dataset data = Rows.Labelled(20);
        Assert.Contains("TinyRows", Assert.Throws<ArgumentException>(
            () => Sanity.Check<PlainClassifier>(data, new() { TinyRows = 0 })).Message, StringComparison.Ordinal);
        Assert.Contains("64 inputs", Assert.Throws<ArgumentException>(() => Sanity.Check<HeDigits>(data)).Message, StringComparison.Ordinal);
        var diverged = new PlainClassifier(1);
        diverged.Parameters[0].CopyFrom(Enumerable.Repeat(float.NaN, diverged.Parameters[0].Length).ToArray());
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => Sanity.Check(diverged, data)).Message, StringComparison.Ordinal);
        var network = new PlainClassifier(1);
        byte[] before = Rows.BytesOf(network);
        Assert.Throws<OperationCanceledException>(
            () => Sanity.Check(network, data, token: new CancellationToken(canceled: true)));
        Assert.Equal(before, Rows.BytesOf(network));
    }

    private static SanityOptions Quick(ulong seed = 1) => new() { Seed = seed, TinySteps = 100 };

    private static Dataset Standard(Dataset data) => Preprocessing.ZeroMean().UnitVariance().FitTo(data).Apply(data);

    /// <summary>Clouds around random centres.</summary>
    private static Dataset Clouds(int inputs, int classes, float scale = 1, int rows = 300, bool lopsided = false)
    {
        var random = new Random(7);
        float[] centres = [.. Enumerable.Range(0, classes * inputs).Select(_ => (float)Normal(random))];
        float[] all = new float[rows * inputs];
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            labels[row] = lopsided ? (row % 20 == 0 ? 1 : 0) : row % classes;
            for (int input = 0; input < inputs; input++)
                all[row * inputs + input] = scale * (float)((centres[labels[row] * inputs + input] + Normal(random)) / Math.Sqrt(2));
        }
        return Dataset.FromArrays(all, labels);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
