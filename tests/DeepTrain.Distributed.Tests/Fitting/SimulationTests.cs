using DeepTrain.Distributed.Ranks;

namespace DeepTrain.Distributed.Tests.Fitting;

/// <summary>Fits by ranks that are threads: as many as there are shards, and any number in between.</summary>
public sealed class SimulationTests
{
    [Theory]
    [InlineData("classes", 8)]
    [InlineData("weighted", 8)]
    [InlineData("accumulated", 7)]
    [InlineData("full", 8)]
    [InlineData("regression", 12)]
    public void Any_number_of_ranks_leaves_the_bits_of_one_process(string variant, int shards)
    {
        Outcome expected = Outcomes.Alone(variant, shards);
        for (int ranks = 1; ranks <= 8; ranks++)
        {
            if (ranks > shards)
                break;
            var outcomes = new Outcome[ranks];
            ThreadCommunicator.Run(ranks, communicator => outcomes[communicator.Rank] =
                FitTask.Run(variant, FitTask.Options(variant, shards, 3), communicator));
            for (int rank = 0; rank < ranks; rank++)
                Outcomes.AssertSame(expected, outcomes[rank], $"{variant}, rank {rank} of {ranks}");
        }
    }

    [Fact]
    public void Another_number_of_shards_leaves_other_bits() =>
        Assert.NotEqual(Outcomes.Alone("classes", 8).Last, Outcomes.Alone("classes", 4).Last);

    [Fact]
    public void A_thousand_ranks_leave_the_bits_of_one_and_go_on_where_one_has_ended()
    {
        const int Ranks = 1024, Rows = 1500;
        float[] inputs = new float[Rows * 4], targets = new float[Rows];
        var random = new Random(1);
        for (int next = 0; next < inputs.Length; next++)
            inputs[next] = random.NextSingle() * 2 - 1;
        for (int row = 0; row < Rows; row++)
            targets[row] = inputs[row * 4] * inputs[row * 4 + 1];
        Dataset data = Dataset.FromArrays(inputs, targets, Rows);
        using var folder = new TemporaryFolder();

        // 2 batches an epoch: 1,024 rows, one for each rank, and 476, which most ranks have none of
        FitOptions Options(int steps, Checkpoint? checkpoint) => new()
        {
            Steps = steps, BatchSize = Ranks, Shards = Ranks, Seed = 1, Checkpoint = checkpoint, Validation = data,
        };
        var alone = new Tiny(1);
        Trainer.Fit(alone, data, Options(5, null));
        // one process begins, a thousand go on from the midst of an epoch, and one ends it
        Trainer.Fit(new Tiny(1), data, Options(1, new Checkpoint(folder.Path)));
        var networks = new Tiny[Ranks];
        ThreadCommunicator.Run(Ranks, communicator =>
        {
            Checkpoint? checkpoint = new(folder.Path);
            networks[communicator.Rank] = new Tiny(1);
            FitResult run = DistributedTrainer.Fit(networks[communicator.Rank], data, Options(4, checkpoint), communicator);
            Assert.Equal(1, run.ResumedAt!.Step);
        });
        byte[] first = Bytes(networks[0]);
        Assert.All(networks, network => Assert.True(first.AsSpan().SequenceEqual(Bytes(network))));
        var last = new Tiny(1);
        FitResult ended = Trainer.Fit(last, data, Options(5, new Checkpoint(folder.Path)));
        Assert.Equal(4, ended.ResumedAt!.Step);
        Assert.True(Bytes(alone).AsSpan().SequenceEqual(Bytes(last)));
    }

    [Fact]
    public void A_stop_that_one_rank_wishes_ends_all_after_the_same_batch()
    {
        foreach (bool byToken in (bool[])[false, true])
        {
            var steps = new long[3];
            var reasons = new StopReason[3];
            ThreadCommunicator.Run(3, communicator =>
            {
                using var source = new CancellationTokenSource();
                var stopper = new Stopper(communicator.Rank == 2 ? 10 : -1, byToken ? source : null);
                FitOptions options = FitTask.Options("classes", 8, 3) with { Callbacks = [stopper] };
                var network = new Small(5);
                FitResult run = DistributedTrainer.Fit(network, LabelledRows(), options, communicator, source.Token);
                (steps[communicator.Rank], reasons[communicator.Rank]) = (run.History[^1].Steps, run.Stopped);
            });
            // the wish after update 10 goes along with the sums of the next
            Assert.Equal([11L, 11, 11], steps);
            Assert.All(reasons, reason => Assert.Equal(byToken ? StopReason.Cancelled : StopReason.Requested, reason));
        }
    }

    [Fact]
    public void Only_rank_0_writes_and_draws()
    {
        using var folder = new TemporaryFolder();
        var lines = new StringWriter[2];
        ThreadCommunicator.Run(2, communicator =>
        {
            var writer = lines[communicator.Rank] = new StringWriter();
            FitOptions options = FitTask.Options("classes", 8, 3, folder.File("run")) with
            {
                Loggers = [new CsvLog(folder.File($"log{communicator.Rank}.csv"))], Progress = ConsoleProgress.Plain(writer),
            };
            DistributedTrainer.Fit(new Small(5), LabelledRows(), options, communicator);
        });
        Assert.Equal(["log0.csv"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
        Assert.Equal(["checkpoint.deeptrain"], Directory.GetFiles(folder.File("run")).Select(Path.GetFileName));
        Assert.Contains("epoch 3/3", lines[0].ToString(), StringComparison.Ordinal);
        Assert.Equal("", lines[1].ToString());
    }

    [Fact]
    public void Each_rank_reads_the_rows_of_its_shards_alone()
    {
        var read = new int[4];
        ThreadCommunicator.Run(4, communicator =>
        {
            bool isTraining = false;
            Dataset data = Dataset.FromReader(new int[64], 8, (row, inputs, _) =>
            {
                inputs.Fill(row / 64f);
                if (isTraining)
                    read[communicator.Rank]++;
            });
            var begun = new Begun(() => isTraining = true);
            DistributedTrainer.Fit(
                new Small(5), data, new FitOptions { Epochs = 3, BatchSize = 32, Shards = 8, Callbacks = [begun] }, communicator);
        });
        Assert.Equal([48, 48, 48, 48], read); // a quarter of 64, 3 times
    }

    private static Dataset LabelledRows()
    {
        var random = new Random(2);
        return Dataset.FromArrays(
            [.. Enumerable.Range(0, 117 * 8).Select(_ => random.NextSingle())],
            [.. Enumerable.Range(0, 117).Select(row => row % 3)], new DatasetOptions { ClassNames = ["a", "b", "c"] });
    }

    private static byte[] Bytes(INetwork network)
    {
        var stream = new MemoryStream();
        network.Save(stream);
        return stream.ToArray();
    }

    private sealed class Stopper(long step, CancellationTokenSource? source) : ICallback
    {
        public void OnBatchEnd(FitContext context, float loss)
        {
            if (context.Step != step)
                return;
            if (source != null)
                source.Cancel();
            else
                context.RequestStop();
        }
    }

    private sealed class Begun(Action action) : ICallback
    {
        public void OnFitBegin(FitContext context) => action();
    }
}

/// <summary>Of which there may be a thousand.</summary>
[Network]
[Input(4)]
[Dense(6)]
[Tanh]
[Dropout(0.1f)]
[Dense(1)]
[MeanSquaredError]
[Adam]
internal partial class Tiny;
