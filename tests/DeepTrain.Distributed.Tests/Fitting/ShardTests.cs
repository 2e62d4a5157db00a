namespace DeepTrain.Distributed.Tests.Fitting;

/// <summary>What a fit with shards computes, against the same by hand.</summary>
public sealed class ShardTests
{
    [Fact]
    public void A_batch_with_equal_weights_has_the_gradient_of_the_whole_batch()
    {
        // without batch norm and dropout shards change nothing but the order of sums
        Dataset data = Rows(48);
        var whole = new Plain(3);
        var shards = new Plain(3);
        Trainer.Fit(whole, data, new FitOptions { Epochs = 2, BatchSize = 16, Seed = 1 });
        Trainer.Fit(shards, data, new FitOptions { Epochs = 2, BatchSize = 16, Seed = 1, Shards = 5 });
        AssertClose(whole, shards);
    }

    [Fact]
    public void Weights_of_rows_count_across_shards_and_a_shard_without_weight_counts_nothing()
    {
        Dataset data = Rows(40);
        // whole shards of weight 0 among the batches of 8
        float[] weights = [.. Enumerable.Range(0, 40).Select(row => row % 7 < 3 ? 0f : row % 4 * 0.5f)];
        var whole = new Plain(3);
        var shards = new Plain(3);
        FitOptions options = new() { Epochs = 2, BatchSize = 8, Seed = 1, RowWeights = weights, Shuffle = false };
        Trainer.Fit(whole, data, options);
        Trainer.Fit(shards, data, options with { Shards = 8 });
        AssertClose(whole, shards);
    }

    [Fact]
    public void Accumulated_batches_have_the_mean_over_all_rows()
    {
        Dataset data = Rows(45);
        var whole = new Plain(3);
        var shards = new Plain(3);
        FitOptions options = new() { Epochs = 2, BatchSize = 8, Accumulate = 3, Seed = 1 };
        Trainer.Fit(whole, data, options);
        Trainer.Fit(shards, data, options with { Shards = 3 });
        AssertClose(whole, shards);
    }

    [Fact]
    public void Moving_averages_are_means_over_shards_that_begin_with_those_of_the_step()
    {
        const int Shards = 3, Count = 10; // 3, 3 and 4 rows
        Dataset data = Rows(Count);
        var network = new Averaging(3);
        // what each shard makes of them, by a network of its own
        double[] mean = new double[6], variance = new double[6];
        for (int shard = 0; shard < Shards; shard++)
        {
            int first = Count * shard / Shards, rows = Count * (shard + 1) / Shards - first;
            var part = new Averaging(3) { Batches = shard };
            Batch batch = data.CreateBatch(rows);
            data.Read([.. Enumerable.Range(first, rows)], batch);
            part.ComputeGradients(batch.Inputs, batch.Targets);
            Add(part, "batchnorm1.running_mean", mean, (double)rows / Count);
            Add(part, "batchnorm1.running_var", variance, (double)rows / Count);
        }
        Trainer.Fit(network, data, new FitOptions { Steps = 1, BatchSize = Count, Shards = Shards, Shuffle = false });
        Assert.Equal(Shards, network.Batches);
        AssertAverages(network, "batchnorm1.running_mean", mean);
        AssertAverages(network, "batchnorm1.running_var", variance);
    }

    [Fact]
    public void Averages_that_forget_everything_at_once_never_fall_below_0()
    {
        // inputs that never change have a variance of 0, which rounding must not take below it
        Dataset data = Dataset.FromArrays(new float[30 * 8], new float[30 * 2], 30);
        var network = new Forgetful(3);
        network.Parameters["batchnorm1.running_var"].CopyFrom([3.3f, 1f / 3, 7e-3f, 1e5f, 0.1f, 0.7f]);
        Trainer.Fit(network, data, new FitOptions { Epochs = 2, BatchSize = 10, Shards = 3 });
        float[] variances = new float[6];
        network.Parameters["batchnorm1.running_var"].CopyTo(variances);
        Assert.All(variances, variance => Assert.InRange(variance, 0f, 1e-2f));
        using var stream = new MemoryStream();
        network.Save(stream);
        stream.Position = 0;
        new Forgetful(4).Load(stream); // refuses variances below 0
    }

    [Fact]
    public void Frozen_layers_stay_as_they_are_to_the_bit()
    {
        var network = new HalfFrozen(3);
        float[] before = new float[48], after = new float[48];
        network.Parameters["dense1.weight"].CopyTo(before);
        Trainer.Fit(network, Rows(30), new FitOptions { Epochs = 3, BatchSize = 7, Shards = 7 });
        network.Parameters["dense1.weight"].CopyTo(after);
        Assert.Equal(before, after);
    }

    [Theory]
    [InlineData(0, "from 1 to 16 Shards, the BatchSize; it is 0")]
    [InlineData(17, "from 1 to 16 Shards, the BatchSize; it is 17")]
    public void Shards_that_no_batch_has_are_refused(int shards, string message)
    {
        var network = new Plain(3);
        ArgumentException refused = Assert.Throws<ArgumentException>(
            () => Trainer.Fit(network, Rows(20), new FitOptions { BatchSize = 16, Shards = shards }));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, network.Batches);
    }

    [Fact]
    public void A_checkpoint_with_shards_is_not_resumed_without()
    {
        using var folder = new TemporaryFolder();
        FitOptions options = new() { Epochs = 1, BatchSize = 16, Checkpoint = new Checkpoint(folder.Path) };
        Trainer.Fit(new Plain(3), Rows(20), options with { Shards = 4 });
        InvalidDataException refused = Assert.Throws<InvalidDataException>(() => Trainer.Fit(new Plain(3), Rows(20), options));
        Assert.Contains("with Shards \"none\", found one with \"4\"", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fit_over_ranks_needs_shards_for_each()
    {
        var network = new Plain(3);
        Assert.Contains("a number of Shards", Refused(null), StringComparison.Ordinal);
        Assert.Contains("at least 3 Shards, one for each rank; there are 2", Refused(2), StringComparison.Ordinal);

        string Refused(int? shards)
        {
            var messages = new string[3];
            ThreadCommunicator.Run(3, communicator =>
            {
                var options = new FitOptions { BatchSize = 16, Shards = shards };
                messages[communicator.Rank] = Assert.Throws<ArgumentException>(
                    () => DistributedTrainer.Fit(new Plain(3), Rows(20), options, communicator)).Message;
                // nothing is broken: what is put right is fitted
                DistributedTrainer.Fit(new Plain(3), Rows(20), options with { Shards = 3, Epochs = 1 }, communicator);
            });
            return Assert.Single(messages.Distinct());
        }
    }

    [Fact]
    public void A_network_that_differs_on_one_rank_is_refused_on_all() => ThreadCommunicator.Run(3, communicator =>
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => DistributedTrainer.Fit(
            new Plain(communicator.Rank == 2 ? 4UL : 3), Rows(20), new FitOptions { Shards = 3 }, communicator));
        Assert.Contains("rank 2 differs from rank 0 in its network", refused.Message, StringComparison.Ordinal);
    });

    private static Dataset Rows(int count)
    {
        var random = new Random(1);
        return Dataset.FromArrays(
            [.. Enumerable.Range(0, count * 8).Select(_ => random.NextSingle() * 2 - 1)],
            [.. Enumerable.Range(0, count * 2).Select(_ => random.NextSingle())], count);
    }

    private static void AssertClose(INetwork expected, INetwork actual)
    {
        foreach (Parameter parameter in expected.Parameters)
        {
            float[] a = new float[parameter.Length], b = new float[parameter.Length];
            parameter.CopyTo(a);
            actual.Parameters[parameter.Name].CopyTo(b);
            for (int next = 0; next < a.Length; next++)
                Assert.InRange(b[next], a[next] - 2e-6f, a[next] + 2e-6f);
        }
    }

    private static void Add(INetwork network, string name, double[] sums, double share)
    {
        float[] numbers = new float[sums.Length];
        network.Parameters[name].CopyTo(numbers);
        for (int next = 0; next < sums.Length; next++)
            sums[next] += share * numbers[next];
    }

    private static void AssertAverages(INetwork network, string name, double[] expected)
    {
        float[] numbers = new float[expected.Length];
        network.Parameters[name].CopyTo(numbers);
        for (int next = 0; next < numbers.Length; next++)
            Assert.Equal(expected[next], numbers[next], 1e-6);
    }
}

/// <summary>Nothing random, and nothing that looks at other rows.</summary>
[Network]
[Input(8)]
[Dense(6, L2 = 0.01f)]
[Tanh]
[Dense(2)]
[MeanSquaredError]
[SGD(LearningRate = 0.1f, Momentum = 0.9f)]
internal partial class Plain;

/// <summary>With moving averages.</summary>
[Network]
[Input(8)]
[Dense(6)]
[BatchNorm]
[Tanh]
[Dropout(0.5f)]
[Dense(2)]
[MeanSquaredError]
[SGD(LearningRate = 0.1f)]
internal partial class Averaging;

/// <summary>With moving averages that are those of the latest batch.</summary>
[Network]
[Input(8)]
[Dense(6)]
[BatchNorm(Momentum = 1f)]
[Dense(2)]
[MeanSquaredError]
[SGD(LearningRate = 0.1f)]
internal partial class Forgetful;

/// <summary>Whose first layers stay as they are, moving averages included.</summary>
[Network]
[Input(8)]
[Dense(6, Trainable = false)]
[BatchNorm(Trainable = false)]
[Tanh]
[Dense(2)]
[MeanSquaredError]
[SGD(LearningRate = 0.1f)]
internal partial class HalfFrozen;
