namespace DeepTrain.Training.Tests.Fitting;

/// <summary>A fit is the loop that one would write by hand, to the bit.</summary>
public sealed class FitTests
{
    [Theory]
    [InlineData(96, 32, LastBatch.Merge)]
    [InlineData(100, 32, LastBatch.Merge)]
    [InlineData(100, 32, LastBatch.Keep)]
    [InlineData(110, 32, LastBatch.Drop)]
    [InlineData(5, 32, LastBatch.Merge)]
    public void It_is_a_loop_over_shuffled_batches(int rows, int batchSize, LastBatch last)
    {
        Dataset data = Rows.Labelled(rows);
        var byHand = new Classifier(5);
        var losses = new List<double>();
        for (int epoch = 0; epoch < 3; epoch++)
        {
            double sum = 0;
            int seen = 0;
            foreach (int[] batch in Batches(Permutation.Create(rows, 9, epoch), batchSize, last))
            {
                Batch read = data.CreateBatch();
                data.Read(batch, read);
                sum += byHand.TrainBatch(read.Inputs, read.Labels) * (double)batch.Length;
                seen += batch.Length;
            }
            losses.Add(sum / seen);
        }

        FitResult<Classifier> run = Trainer.Fit(
            new Classifier(5), data, new FitOptions { Epochs = 3, BatchSize = batchSize, LastBatch = last, Seed = 9 });

        Assert.Equal(Rows.BytesOf(byHand), Rows.BytesOf(run.Network));
        Assert.Equal(losses, run.History.Select(epoch => epoch.TrainingLoss).ToArray(), (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(StopReason.Completed, run.Stopped);
        Assert.Null(run.BestEpoch);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(0, 2)]
    public void Workers_and_threads_change_no_bit(int workers, int threads)
    {
        FitOptions options = new()
        {
            Epochs = 2, BatchSize = 16, Seed = 2, Augmentation = Augmentation.Noise(0.1f), Validation = Rows.Labelled(40, 2),
        };
        Dataset data = Rows.Labelled(150);
        var network = new Classifier(1) { Threads = 3 };

        byte[] expected = Rows.BytesOf(Trainer.Fit(new Classifier(1), data, options).Network);
        FitResult<Classifier> run = Trainer.Fit(network, data, options with { Workers = workers, Threads = threads });

        Assert.Equal(expected, Rows.BytesOf(run.Network));
        Assert.Equal(3, network.Threads);
    }

    [Fact]
    public void Steps_end_it_in_the_midst_of_an_epoch()
    {
        var steps = new List<long>();
        FitResult run = Trainer.Fit(new Classifier(1), Rows.Labelled(96), new FitOptions
        {
            Steps = 7, BatchSize = 32, Validation = Rows.Labelled(20, 2),
            Callbacks = [new CallbackOf { Batch = (context, _) => steps.Add(context.Step) }],
        });

        Assert.Equal([1, 2, 3, 4, 5, 6, 7], steps);
        Assert.Equal([96, 96, 32], run.History.Select(epoch => (int)epoch.Rows));
        Assert.All(run.History, epoch => Assert.NotNull(epoch.ValidationLoss));
        Assert.Equal(StopReason.Completed, run.Stopped);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Accumulated_batches_are_one_large_batch(bool isWhole)
    {
        Dataset data = Rows.Numbered(100);
        FitOptions parts = isWhole
            ? new FitOptions { FullBatch = true, BatchSize = 24 } : new FitOptions { Accumulate = 3, BatchSize = 10, LastBatch = LastBatch.Keep };
        FitOptions large = new() { BatchSize = isWhole ? 100 : 30, LastBatch = LastBatch.Keep };
        var left = new Regressor(1);
        left.ComputeGradients(new float[8], new float[2]); // what was there before must not be added to

        FitResult<Regressor> run = Trainer.Fit(left, data, parts with { Epochs = 4 });
        FitResult<Regressor> expected = Trainer.Fit(new Regressor(1), data, large with { Epochs = 4 });

        Assert.Equal(isWhole ? 4 : 16, run.History[^1].Steps);
        AssertClose(expected.Network, run.Network, 1e-5f);
        Assert.Equal(expected.History[^1].TrainingLoss, run.History[^1].TrainingLoss, isWhole ? 1e-5 : 1e-5);
    }

    [Fact]
    public void Accumulated_and_weighted_rows_are_one_large_weighted_batch()
    {
        Dataset data = Rows.Labelled(60);
        float[] rowWeights = [.. Rows.Numbers(60, 4).Select((weight, row) => row % 7 == 0 ? 0 : Math.Abs(weight))];
        FitOptions options = new() { Epochs = 3, ClassWeights = [1, 2, 0.5f], RowWeights = rowWeights };

        FitResult<PlainClassifier> run = Trainer.Fit(new PlainClassifier(1), data, options with { FullBatch = true, BatchSize = 13 });

        var byHand = new PlainClassifier(1);
        Batch all = Rows.Whole(data);
        float[] weights = [.. Enumerable.Range(0, 60).Select(row => rowWeights[row] * options.ClassWeights[data.Labels[row]])];
        double loss = 0;
        for (int epoch = 0; epoch < 3; epoch++)
            loss = byHand.TrainBatch(all.Inputs, all.Labels, weights);
        AssertClose(byHand, run.Network, 1e-5f);
        Assert.Equal(loss, run.History[^1].TrainingLoss, 1e-5);
    }

    [Fact]
    public void A_batch_of_rows_that_do_not_count_is_left_out()
    {
        Dataset data = Rows.Labelled(40);
        float[] weights = new float[40];
        Array.Fill(weights, 1f, 0, 10);
        FitOptions options = new() { Epochs = 2, BatchSize = 10, Shuffle = false };

        FitResult<PlainClassifier> run = Trainer.Fit(new PlainClassifier(1), data, options with { RowWeights = weights });
        FitResult<PlainClassifier> expected = Trainer.Fit(
            new PlainClassifier(1), data.Subset([.. Enumerable.Range(0, 10)], DatasetPart.Whole), options);

        AssertClose(expected.Network, run.Network, 0);
        Assert.Equal(expected.History[1].TrainingLoss, run.History[1].TrainingLoss, 1e-12);
    }

    [Fact]
    public void Losses_are_without_penalty_and_the_penalty_is_told()
    {
        Dataset data = Rows.Numbered(64);
        Batch all = Rows.Whole(data);
        var before = new Regressor(1);
        double first = before.Loss(all.Inputs, all.Targets) - before.Penalty();

        FitResult<Regressor> run = Trainer.Fit(
            new Regressor(1), data, new FitOptions { Epochs = 1, FullBatch = true, EvaluateTraining = true, Validation = data });

        Assert.True(run.Network.Penalty() > 0);
        Assert.Equal(first, run.History[0].TrainingLoss, 1e-6);
        Assert.Equal(first, run.History.InitialLoss, 1e-6);
        Assert.Equal(run.Network.Penalty(), run.History[0].Penalty);
        Assert.Equal(run.Network.Loss(all.Inputs, all.Targets) - run.Network.Penalty(), run.History[0].ValidationLoss!.Value, 1e-6);
        Assert.Equal(run.History[0].ValidationLoss, run.History[0].TrainingLossInInference);
    }

    [Fact]
    public void A_schedule_gives_each_update_its_rate_and_the_network_has_its_own_afterwards()
    {
        var rates = new List<float>();
        Schedule schedule = Schedules.Cosine().WithWarmUp(3);
        var network = new PlainClassifier(1) { LearningRate = 0.2f };

        Trainer.Fit(network, Rows.Labelled(60), new FitOptions
        {
            Epochs = 4, BatchSize = 10, Accumulate = 2, Schedule = schedule,
            Callbacks = [new CallbackOf { Batch = (context, _) => rates.Add(context.Network.LearningRate) }],
        });

        Assert.Equal(Enumerable.Range(0, 24).Select(batch => schedule.Rate(0.2f, batch / 2, 12)), rates);
        Assert.Equal(0.2f, network.LearningRate);
    }

    [Fact]
    public void An_average_of_the_weights_is_measured_and_left()
    {
        Dataset data = Rows.Labelled(80);
        Batch all = Rows.Whole(data);
        var byHand = new Classifier(1);
        List<float[]> average = [.. byHand.Parameters.Select(Values)];
        int count = 0;
        FitResult<Classifier> run = Trainer.Fit(new Classifier(1), data, new FitOptions
        {
            Epochs = 2, BatchSize = 16, Averaging = new WeightAveraging { Decay = 0.8f }, EvaluateTraining = true,
            Callbacks = [new CallbackOf
            {
                Batch = (context, _) =>
                {
                    float keep = Math.Min(0.8f, (1f + count) / (10f + count));
                    count++;
                    for (int next = 0; next < average.Count; next++)
                    {
                        float[] now = Values(context.Network.Parameters[next]);
                        average[next] = [.. average[next].Zip(now, (old, w) => keep * old + (1 - keep) * w)];
                    }
                },
            }],
        });

        for (int next = 0; next < average.Count; next++)
            Assert.Equal(average[next], Values(run.Network.Parameters[next]), (a, b) => Math.Abs(a - b) < 1e-5f);
        Assert.Equal(run.Network.Loss(all.Inputs, all.Labels), run.History[1].TrainingLossInInference!.Value, 1e-5);
    }

    private static IEnumerable<int[]> Batches(int[] order, int size, LastBatch last)
    {
        List<int[]> chunks = [.. order.Chunk(size)];
        int[] rest = chunks[^1];
        if (rest.Length < size && chunks.Count > 1 && last != LastBatch.Keep)
        {
            if (last == LastBatch.Drop)
                chunks.RemoveAt(chunks.Count - 1);
            else if (rest.Length < 8)
            {
                chunks.RemoveAt(chunks.Count - 1);
                chunks[^1] = [.. chunks[^1], .. rest];
            }
        }
        return chunks;
    }

    private static void AssertClose(INetwork expected, INetwork actual, float tolerance)
    {
        for (int next = 0; next < expected.Parameters.Count; next++)
        {
            Assert.Equal(
                Values(expected.Parameters[next]), Values(actual.Parameters[next]), (a, b) => Math.Abs(a - b) <= tolerance);
        }
    }

    private static float[] Values(Parameter parameter)
    {
        float[] values = new float[parameter.Length];
        parameter.CopyTo(values);
        return values;
    }
}
