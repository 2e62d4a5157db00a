using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Behaviour;

/// <summary>A saved network goes on as if nothing had happened.</summary>
public sealed class SaveAndContinueTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".safetensors");

    public static TheoryData<string> Networks => BehaviourNetworks.Stateful;

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

    private static void Train(string name, INetwork network, int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            Batch batch = BehaviourNetworks.Draw(name, 5 + 4 * step, seed: step);
            network.TrainBatch(batch.Inputs, batch.Targets);
        }
    }
}
