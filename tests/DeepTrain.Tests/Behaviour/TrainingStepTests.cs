using DeepTrain.Tests.Compilation;
using DeepTrain.Tests.Networks;
using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Behaviour;

/// <summary>What a training step promises beside its numbers.</summary>
public sealed class TrainingStepTests
{
    public static TheoryData<string> Networks => Catalogue.Names([.. Catalogue.Layers, .. Catalogue.Optimizers, .. Catalogue.Images]);

    public static TheoryData<string> BigAndStateful => ["Classifier", "WideRegression", "StatefulAdam", "StatefulSGD", "Pictures", "ColourPictures"];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Train_batch_leaves_the_bits_of_compute_and_apply(string name)
    {
        NetworkPlan plan = Catalogue.Plan(name);
        CheckBothWays(Catalogue.Create(name), Catalogue.Create(name), rows => Batch.Draw(plan, rows, new Random(rows)));
    }

    [Theory]
    [MemberData(nameof(BigAndStateful))]
    public void Train_batch_leaves_the_bits_of_compute_and_apply_in_big_networks(string name) =>
        CheckBothWays(
            BehaviourNetworks.Create(name), BehaviourNetworks.Create(name), rows => BehaviourNetworks.Draw(name, rows));

    [Theory]
    [MemberData(nameof(BigAndStateful))]
    public void The_same_seed_gives_the_same_bits_and_another_one_does_not(string name)
    {
        INetwork[] networks = [.. new ulong[] { 7, 7, 8 }.Select(seed => BehaviourNetworks.Create(name, seed))];
        foreach (INetwork network in networks)
        {
            foreach (int rows in new[] { 6, 17, 6 })
            {
                Batch batch = BehaviourNetworks.Draw(name, rows);
                network.TrainBatch(batch.Inputs, batch.Targets);
            }
        }

        Assert.Equal(Bits.OfFile(networks[0]), Bits.OfFile(networks[1]));
        Assert.NotEqual(Bits.OfParameters(networks[0]), Bits.OfParameters(networks[2]));
    }

    [Fact]
    public void Masks_differ_from_batch_to_batch_and_from_seed_to_seed()
    {
        Batch batch = BehaviourNetworks.Draw("Seeded", 40);
        INetwork network = BehaviourNetworks.Create("Seeded", 1), other = BehaviourNetworks.Create("Seeded", 2);
        foreach (Parameter parameter in network.Parameters)
        {
            var values = new float[parameter.Length];
            parameter.CopyTo(values);
            other.Parameters[parameter.Name].CopyFrom(values);
        }

        float first = network.ComputeGradients(batch.Inputs, batch.Targets);
        float second = network.ComputeGradients(batch.Inputs, batch.Targets);
        float elsewhere = other.ComputeGradients(batch.Inputs, batch.Targets);

        Assert.NotEqual(first, second);
        Assert.NotEqual(first, elsewhere);
    }

    [Fact]
    public void The_parameterless_constructor_takes_the_declared_seed()
    {
        CompiledNetworks compiled = BehaviourNetworks.Compiled;
        Assert.Equal(
            Bits.OfParameters(BehaviourNetworks.Create("Seeded", 1234)), Bits.OfParameters(compiled.Create("Seeded")));
        Assert.Equal(
            Bits.OfParameters(BehaviourNetworks.Create("Named", 0)), Bits.OfParameters(compiled.Create("Named")));
    }

    [Fact]
    public void Rows_of_any_number_train_and_predict_as_they_would_in_a_fresh_network()
    {
        INetwork used = BehaviourNetworks.Create("Named");
        foreach (int rows in new[] { 100, 1, 33, 2, 64 })
        {
            Batch batch = BehaviourNetworks.Draw("Named", rows, seed: rows);
            INetwork fresh = BehaviourNetworks.Create("Named");
            foreach (Parameter parameter in used.Parameters)
            {
                var values = new float[parameter.Length];
                parameter.CopyTo(values);
                fresh.Parameters[parameter.Name].CopyFrom(values);
            }

            Assert.Equal(Bits.OfPrediction(fresh, batch.Inputs), Bits.OfPrediction(used, batch.Inputs));
            Assert.Equal(
                fresh.ComputeGradients(batch.Inputs, batch.Targets), used.ComputeGradients(batch.Inputs, batch.Targets));
            Assert.Equal(Bits.OfGradients(fresh), Bits.OfGradients(used));
        }
    }

    [Fact]
    public void A_learning_rate_of_zero_moves_nothing_and_a_changed_one_is_used()
    {
        INetwork network = Catalogue.Create("SGDOptimizer");
        Batch batch = Batch.Draw(Catalogue.Plan("SGDOptimizer"), 9, new Random(1));
        Assert.Equal(1e-3f, network.LearningRate);
        float[] before = Read(network, "dense1.weight");

        network.LearningRate = 0;
        network.TrainBatch(batch.Inputs, batch.Targets);
        Assert.Equal(before, Read(network, "dense1.weight"));

        network.LearningRate = 0.5f;
        network.ComputeGradients(batch.Inputs, batch.Targets);
        var gradient = new float[before.Length];
        network.Parameters["dense1.weight"].CopyGradientTo(gradient);
        network.ApplyGradients();
        float[] after = Read(network, "dense1.weight");
        for (int i = 0; i < before.Length; i++)
            Assert.Equal(before[i] - 0.5f * gradient[i], after[i], 1e-6f);
    }

    [Fact]
    public void Gradients_are_replaced_and_left_unclipped()
    {
        INetwork network = Catalogue.Create("SGDWithDecayAndClippingOptimizer");
        Batch batch = Batch.Draw(Catalogue.Plan("SGDWithDecayAndClippingOptimizer"), 9, new Random(1));
        network.ComputeGradients(batch.Inputs, batch.Targets);
        uint[] first = Bits.OfGradients(network);
        network.ComputeGradients(batch.Inputs, batch.Targets);
        Assert.Equal(first, Bits.OfGradients(network));
        network.ApplyGradients();
        Assert.Equal(first, Bits.OfGradients(network));
    }

    private static void CheckBothWays(INetwork whole, INetwork halves, Func<int, Batch> draw)
    {
        foreach (int rows in new[] { 9, 32, 1, 70 })
        {
            Batch batch = draw(rows);
            float loss = whole.TrainBatch(batch.Inputs, batch.Targets);
            float same = halves.ComputeGradients(batch.Inputs, batch.Targets);
            halves.ApplyGradients();
            Assert.Equal(BitConverter.SingleToUInt32Bits(same), BitConverter.SingleToUInt32Bits(loss));
        }

        Assert.Equal(Bits.OfFile(halves), Bits.OfFile(whole));
    }

    private static float[] Read(INetwork network, string parameter)
    {
        var values = new float[network.Parameters[parameter].Length];
        network.Parameters[parameter].CopyTo(values);
        return values;
    }
}
