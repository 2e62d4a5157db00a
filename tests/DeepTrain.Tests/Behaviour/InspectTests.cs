using DeepTrain.Tests.Networks;
using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Behaviour;

/// <summary>Looking changes nothing. That what is seen is right, the catalogue's tests say.</summary>
public sealed class InspectTests
{
    public static TheoryData<string> Networks => BehaviourNetworks.Stateful;

    [Theory]
    [MemberData(nameof(Networks))]
    public void Inspecting_leaves_state_and_next_step_as_they_were(string name)
    {
        INetwork inspected = BehaviourNetworks.Create(name), left = BehaviourNetworks.Create(name);
        Batch training = BehaviourNetworks.Draw(name, 12), seen = BehaviourNetworks.Draw(name, 31, seed: 8);
        foreach (INetwork network in new[] { inspected, left })
            network.TrainBatch(training.Inputs, training.Targets);

        inspected.Inspect(seen.Inputs, seen.Targets, new LayerRecorder());
        Assert.Equal(Bits.OfFile(left), Bits.OfFile(inspected));
        foreach (INetwork network in new[] { inspected, left })
            network.TrainBatch(training.Inputs, training.Targets);
        Assert.Equal(Bits.OfFile(left), Bits.OfFile(inspected));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Inspecting_keeps_computed_gradients_to_be_applied(string name)
    {
        INetwork network = BehaviourNetworks.Create(name);
        Batch training = BehaviourNetworks.Draw(name, 12), seen = BehaviourNetworks.Draw(name, 31, seed: 8);
        network.ComputeGradients(training.Inputs, training.Targets);
        uint[] gradients = Bits.OfGradients(network);
        network.Inspect(seen.Inputs, seen.Targets, new LayerRecorder());
        Assert.Equal(gradients, Bits.OfGradients(network));
        network.ApplyGradients();
    }

    [Fact]
    public void Inspecting_alone_computes_no_gradients()
    {
        INetwork network = BehaviourNetworks.Create("Named");
        Batch batch = BehaviourNetworks.Draw("Named", 3);
        network.Inspect(batch.Inputs, batch.Targets, new LayerRecorder());
        Assert.Throws<InvalidOperationException>(network.ApplyGradients);
    }

    [Fact]
    public void Inspecting_shows_the_masks_of_the_step_to_come()
    {
        INetwork network = BehaviourNetworks.Create("StatefulAdam");
        Batch batch = BehaviourNetworks.Draw("StatefulAdam", 6);
        var first = new LayerRecorder();
        var second = new LayerRecorder();
        network.Inspect(batch.Inputs, batch.Targets, first);
        network.Inspect(batch.Inputs, batch.Targets, second);
        Assert.Equal(
            first.Layers.SelectMany(layer => layer.Activations), second.Layers.SelectMany(layer => layer.Activations));
    }

    [Theory]
    [InlineData("Classifier", 10)]
    [InlineData("BinaryClassifier", 2)]
    public void Labels_show_what_targets_of_one_show(string name, int classes)
    {
        INetwork network = BehaviourNetworks.Create(name);
        Batch batch = BehaviourNetworks.Draw(name, 30);
        int[] labels = [.. Enumerable.Range(0, 30).Select(row => row % classes)];
        var targets = new float[30 * network.OutputSize];
        for (int row = 0; row < 30; row++)
            targets[row * network.OutputSize + (classes == 2 ? 0 : labels[row])] = classes == 2 ? labels[row] : 1;
        LayerRecorder byLabels = new(), byTargets = new();

        float loss = network.Inspect(batch.Inputs, targets, byTargets);
        Assert.Equal(loss, network.Inspect(batch.Inputs, labels, byLabels), 1e-6f * loss);
        foreach ((float[] first, float[] second) in byTargets.Layers.Select(layer => layer.Gradients)
            .Concat(byTargets.Gradients.Select(entry => entry.Gradient))
            .Zip(byLabels.Layers.Select(layer => layer.Gradients).Concat(byLabels.Gradients.Select(entry => entry.Gradient))))
            Assert.All(first.Zip(second), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));

        Assert.Equal(loss, network.ComputeGradients(batch.Inputs, targets), 1e-5f * loss);
        labels[7] = classes;
        Assert.Throws<ArgumentException>(() => network.Inspect(batch.Inputs, labels, new LayerRecorder()));
        Assert.Throws<NotSupportedException>(
            () => BehaviourNetworks.Create("Named").Inspect(batch.Inputs, labels, new LayerRecorder()));
    }

    [Fact]
    public void Who_wants_layers_alone_gets_layers_alone()
    {
        var observer = new LayersOnly();
        Batch batch = BehaviourNetworks.Draw("Named", 3);
        BehaviourNetworks.Create("Named").Inspect(batch.Inputs, batch.Targets, observer);
        Assert.Equal(7, observer.Count);
    }

    private sealed class LayersOnly : ILayerObserver
    {
        public int Count { get; private set; }

        public void Observe(
            LayerDescription layer, int rows, ReadOnlySpan<float> activations, ReadOnlySpan<float> gradients) => Count++;
    }

    [Fact]
    public void Inspecting_without_an_observer_is_refused()
    {
        INetwork network = BehaviourNetworks.Create("Named");
        Batch batch = BehaviourNetworks.Draw("Named", 3);
        Assert.Throws<ArgumentNullException>(() => network.Inspect(batch.Inputs, batch.Targets, null!));
    }
}
