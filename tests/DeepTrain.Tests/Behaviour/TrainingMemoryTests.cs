using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Behaviour;

/// <summary>A network that only predicts has no memory for gradients and the optimizer's state.</summary>
public sealed class TrainingMemoryTests
{
    [Fact]
    public void Memory_for_the_optimizer_comes_with_the_first_training()
    {
        // Adam: gradients, means and squares are three times the parameters
        long bytes = BehaviourNetworks.Create("Classifier").Description.ParameterBytes;
        float[] inputs = BehaviourNetworks.Draw("Classifier", 1).Inputs;
        INetwork network = null!;
        long created = Allocated(() =>
        {
            network = BehaviourNetworks.Create("Classifier");
            network.Predict(inputs, new float[10]);
        });
        Assert.InRange(created, bytes, 3 * bytes);

        var weights = new MemoryStream();
        network.SaveWeights(weights);
        weights.Position = 0;
        // the file's numbers, staged, and no more: no slot is made anew
        Assert.InRange(Allocated(() => network.LoadWeights(weights)), bytes, 2.5 * bytes);
        Assert.InRange(Allocated(() => network.TrainBatch(inputs, new[] { 3 })), 3 * bytes, 4 * bytes);
        Assert.InRange(Library.Allocated.By(() => network.TrainBatch(inputs, new[] { 3 })), 0, 1000);
    }

    [Theory]
    [MemberData(nameof(BehaviourNetworks.SameLayers), MemberType = typeof(BehaviourNetworks))]
    public void What_was_never_trained_is_saved_as_what_was_trained_and_reset(string name)
    {
        INetwork untouched = BehaviourNetworks.Create(name), trained = BehaviourNetworks.Create(name);
        byte[] file = Bits.OfFile(untouched);
        Batch batch = BehaviourNetworks.Draw(name, 7);
        trained.TrainBatch(batch.Inputs, batch.Targets);
        Assert.NotEqual(file, Bits.OfFile(trained));
        trained.Load(new MemoryStream(file));
        Assert.Equal(file, Bits.OfFile(trained));

        // and both go on with the same bits: memory that is there already is found again
        foreach (INetwork network in new[] { untouched, trained })
        {
            network.TrainBatch(batch.Inputs, batch.Targets);
            network.ComputeGradients(batch.Inputs, batch.Targets);
            network.ApplyGradients();
        }
        Assert.Equal(Bits.OfFile(untouched), Bits.OfFile(trained));
    }

    [Theory]
    [MemberData(nameof(BehaviourNetworks.SameLayers), MemberType = typeof(BehaviourNetworks))]
    public void State_is_loaded_into_a_network_that_was_never_trained(string name)
    {
        INetwork trained = BehaviourNetworks.Create(name), loaded = BehaviourNetworks.Create(name, seed: 9);
        Batch batch = BehaviourNetworks.Draw(name, 7);
        trained.TrainBatch(batch.Inputs, batch.Targets);
        loaded.Load(new MemoryStream(Bits.OfFile(trained)));
        Assert.Equal(Bits.OfFile(trained), Bits.OfFile(loaded));
        trained.TrainBatch(batch.Inputs, batch.Targets);
        loaded.TrainBatch(batch.Inputs, batch.Targets);
        Assert.Equal(Bits.OfFile(trained), Bits.OfFile(loaded));
    }

    [Fact]
    public void Gradients_written_by_hand_are_applied_before_any_batch()
    {
        INetwork network = BehaviourNetworks.Create("StatefulAdam");
        Parameter bias = network.Parameters["dense1.bias"];
        float[] before = new float[bias.Length], after = new float[bias.Length];
        bias.CopyTo(before);
        bias.CopyGradientFrom([.. Enumerable.Repeat(1f, bias.Length)]);
        network.ApplyGradients();
        bias.CopyTo(after);
        Assert.All(before.Zip(after), pair => Assert.Equal(pair.First - network.LearningRate, pair.Second, 1e-6f));
    }

    private static long Allocated(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
