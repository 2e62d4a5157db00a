using System.Runtime.Intrinsics;
using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Behaviour;

/// <summary>Any number of threads gives the same bits.</summary>
public sealed class ThreadTests
{
    private static readonly bool IsSlow = !Vector256.IsHardwareAccelerated;

    [Theory]
    [InlineData("Classifier")]
    [InlineData("WideRegression")]
    [InlineData("Shared")]
    [InlineData("Pictures")]
    [InlineData("ColourPictures")]
    public void Training_gives_the_same_bits_for_any_number_of_threads(string name)
    {
        // without vector hardware an image takes a hundred times as long
        int[] rowCounts = IsSlow && BehaviourNetworks.Plan(name).Image is not null ? [17, 1, 9] : [64, 1, 130, 33, 9];
        byte[][] files = [.. new[] { 1, 2, 3, 8 }.Select(threads =>
        {
            INetwork network = BehaviourNetworks.Create(name);
            network.Threads = threads;
            foreach (int rows in rowCounts)
            {
                Batch batch = BehaviourNetworks.Draw(name, rows);
                network.TrainBatch(batch.Inputs, batch.Targets);
                network.ComputeGradients(batch.Inputs, batch.Targets);
                network.ApplyGradients();
            }

            return Bits.OfFile(network);
        })];
        Assert.All(files, file => Assert.Equal(files[0], file));
    }

    // of which some are run by the team and some without it, to see which is over sooner
    [Theory]
    [InlineData("Classifier", 12)]
    [InlineData("Pictures", 10)]
    public void Many_steps_of_one_length_give_the_bits_of_one_thread(string name, int steps)
    {
        INetwork one = BehaviourNetworks.Create(name), two = BehaviourNetworks.Create(name);
        two.Threads = 2;
        for (int step = 0; step < steps; step++)
        {
            Batch batch = BehaviourNetworks.Draw(name, IsSlow ? 16 : 40, seed: step);
            Assert.Equal(one.TrainBatch(batch.Inputs, batch.Targets), two.TrainBatch(batch.Inputs, batch.Targets));
        }

        Assert.Equal(Bits.OfFile(one), Bits.OfFile(two));
    }

    [Fact]
    public void Threads_may_change_between_steps()
    {
        INetwork steady = BehaviourNetworks.Create("Classifier"), changing = BehaviourNetworks.Create("Classifier");
        foreach (int threads in new[] { 2, 1, 8, 3 })
        {
            Batch batch = BehaviourNetworks.Draw("Classifier", 40, seed: threads);
            changing.Threads = threads;
            Assert.Equal(threads, changing.Threads);
            Assert.Equal(steady.TrainBatch(batch.Inputs, batch.Targets), changing.TrainBatch(batch.Inputs, batch.Targets));
        }

        Assert.Equal(Bits.OfParameters(steady), Bits.OfParameters(changing));
    }

    [Fact]
    public void One_thread_is_the_default_and_none_is_refused()
    {
        INetwork network = BehaviourNetworks.Create("Named");
        Assert.Equal(1, network.Threads);
        foreach (int threads in new[] { 0, -1, int.MinValue })
            Assert.Throws<ArgumentOutOfRangeException>(() => network.Threads = threads);
        Assert.Equal(1, network.Threads);
    }

    [Theory]
    [InlineData("Classifier", 50)]
    [InlineData("StatefulAdam", 500)]
    [InlineData("Pictures", 20)]
    public void Predicting_from_eight_threads_at_once_gives_the_bits_of_one(string name, int repeats)
    {
        INetwork network = BehaviourNetworks.Create(name);
        Batch training = BehaviourNetworks.Draw(name, 20);
        network.TrainBatch(training.Inputs, training.Targets);
        Batch[] batches = [.. Enumerable.Range(1, 8).Select(rows => BehaviourNetworks.Draw(name, rows * 3 - 2, seed: rows))];
        uint[][] expected = [.. batches.Select(batch => Bits.OfPrediction(network, batch.Inputs))];
        float[] losses = [.. batches.Select(batch => network.Loss(batch.Inputs, batch.Targets))];

        var failures = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using var start = new Barrier(batches.Length);
        Thread[] threads = [.. batches.Select((batch, i) => new Thread(() =>
        {
            start.SignalAndWait();
            for (int repeat = 0; repeat < (IsSlow ? repeats / 5 : repeats); repeat++)
            {
                if (!Bits.OfPrediction(network, batch.Inputs).AsSpan().SequenceEqual(expected[i]))
                    failures.Enqueue($"Predict, thread {i}, repeat {repeat}");
                if (network.Loss(batch.Inputs, batch.Targets) != losses[i])
                    failures.Enqueue($"Loss, thread {i}, repeat {repeat}");
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Empty(failures);
    }
}
