using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Behaviour;

/// <summary>A saved network goes on as if nothing had happened.</summary>
public sealed class SaveAndContinueTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".safetensors");

    public static TheoryData<string> Networks => BehaviourNetworks.Stateful;

    public static TheoryData<string> SameLayers => BehaviourNetworks.SameLayers;

    public void Dispose() => File.Delete(_path);

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_loaded_network_continues_with_the_same_bits(string name)
    {
        INetwork original = BehaviourNetworks.Create(name, seed: 3);
        original.LearningRate = 0.0123f;
        Train(name, original, 4);
        original.Save(_path);
        // another seed and a history of its own: all of it has to go
        INetwork loaded = BehaviourNetworks.Create(name, seed: 99);
        Train(name, loaded, 2);
        loaded.Load(_path);

        Assert.Equal(original.LearningRate, loaded.LearningRate);
        Assert.Equal(Bits.OfParameters(original), Bits.OfParameters(loaded));
        Train(name, original, 3);
        Train(name, loaded, 3);
        Assert.Equal(Bits.OfFile(original), Bits.OfFile(loaded));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Going_back_to_a_saved_state_repeats_the_steps(string name)
    {
        INetwork network = BehaviourNetworks.Create(name);
        Train(name, network, 2);
        network.Save(_path);
        Train(name, network, 3);
        byte[] first = Bits.OfFile(network);
        network.Load(_path);
        Train(name, network, 3);
        Assert.Equal(first, Bits.OfFile(network));
    }

    [Fact]
    public void A_loaded_network_has_no_gradients_to_apply()
    {
        INetwork network = BehaviourNetworks.Create("StatefulAdam");
        network.Save(_path);
        Batch batch = BehaviourNetworks.Draw("StatefulAdam", 4);
        network.ComputeGradients(batch.Inputs, batch.Targets);
        network.Load(_path);
        Assert.Throws<InvalidOperationException>(network.ApplyGradients);
    }

    [Fact]
    public void Another_network_s_file_is_refused_and_changes_nothing()
    {
        BehaviourNetworks.Create("Named").Save(_path);
        INetwork network = BehaviourNetworks.Create("StatefulAdam");
        Train("StatefulAdam", network, 1);
        byte[] before = Bits.OfFile(network);
        var failure = Assert.Throws<InvalidDataException>(() => network.Load(_path));
        Assert.Contains(_path, failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, Bits.OfFile(network));
    }

    [Theory]
    [MemberData(nameof(SameLayers))]
    public void Weights_and_metadata_go_through_a_stream(string name)
    {
        INetwork original = BehaviourNetworks.Create(name, seed: 3);
        Train(name, original, 3);
        var whole = new MemoryStream();
        original.Save(whole, new Dictionary<string, string> { ["epoch"] = "3" });
        original.Save(_path, new Dictionary<string, string> { ["epoch"] = "4" });
        whole.Position = 0;
        INetwork loaded = BehaviourNetworks.Create(name, seed: 99);
        Assert.Equal("3", loaded.Load(whole)["epoch"]);
        Assert.Equal("4", loaded.Load(_path)["epoch"]);
        Assert.Equal(Bits.OfFile(original), Bits.OfFile(loaded));

        // every optimizer's file, with all it keeps, and the weights alone
        var weights = new MemoryStream();
        original.SaveWeights(weights);
        weights.Position = 0;
        foreach (string kind in new[] { "SGD", "AdaGrad", "RMSProp", "Adam", "AdamW", "Nadam" })
        {
            string other = "Stateful" + kind;
            INetwork network = BehaviourNetworks.Create(other, seed: 5);
            Train(other, network, 1);
            float rate = network.LearningRate;
            Assert.Equal(network.Parameters.Select(parameter => parameter.Name), network.LoadWeights(_path));
            Assert.Equal(Bits.OfParameters(original), Bits.OfParameters(network));
            Assert.Equal(rate, network.LearningRate);
            Train(other, network, 1);
            network.LoadWeights(weights);
            weights.Position = 0;
            Assert.Equal(Bits.OfParameters(original), Bits.OfParameters(network));
            Assert.Throws<InvalidOperationException>(network.ApplyGradients);
            float[] inputs = BehaviourNetworks.Draw(other, 7).Inputs;
            Assert.Equal(Bits.OfPrediction(original, inputs), Bits.OfPrediction(network, inputs));
        }
    }

    [Fact]
    public void Training_after_loaded_weights_starts_as_a_new_network_does()
    {
        INetwork one = BehaviourNetworks.Create("StatefulNadam", seed: 3);
        one.SaveWeights(_path);
        INetwork other = BehaviourNetworks.Create("StatefulNadam", seed: 3);
        Train("StatefulNadam", other, 3);
        other.LoadWeights(_path);
        Assert.Equal(Bits.OfFile(one), Bits.OfFile(other));
        Train("StatefulNadam", one, 2);
        Train("StatefulNadam", other, 2);
        Assert.Equal(Bits.OfFile(one), Bits.OfFile(other));
    }

    private static void Train(string name, INetwork network, int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            Batch batch = BehaviourNetworks.Draw(name, 5 + 4 * step, seed: step);
            network.TrainBatch(batch.Inputs, batch.Targets);
        }
    }
}
