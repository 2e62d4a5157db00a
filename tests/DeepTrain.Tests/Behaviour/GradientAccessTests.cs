using DeepTrain.Tests.Networks;
using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Behaviour;

/// <summary>Gradients that users read and write, all at once or one by one.</summary>
public sealed class GradientAccessTests
{
    // panels, tails, pieces, slopes, one unit, straight-line code, clipped norms and none
    public static TheoryData<string> Names =>
    [
        "TailWithEverything", "TailAfterPanels", "TailWithoutPanels", "MaxoutWithEverythingLayer", "PReLULayer",
        "LayersAfterBatchNorm", "RMSPropWithEverythingOptimizer", "AdamWOptimizer", "DenseOfOneUnitLayer", "PReLUOnly",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void They_are_those_of_all_parameters_and_nothing_but_zeros_besides(string name)
    {
        INetwork network = Computed(name, out _);
        uint[] inMemory = [.. Bits.Of(network.Gradients).Where(bits => bits is not 0 and not 0x80000000).Order()];
        uint[] expected = [.. Bits.OfGradients(network).Where(bits => bits is not 0 and not 0x80000000).Order()];
        Assert.Equal(expected, inMemory);
        Assert.NotEmpty(inMemory);
        Assert.True(network.Gradients.Length >= network.ParameterCount);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Copied_to_another_network_of_the_class_they_update_it_alike(string name)
    {
        INetwork first = Computed(name, out _), second = Catalogue.Create(name), third = Catalogue.Create(name);
        second.Parameters[0].CopyGradientFrom(new float[second.Parameters[0].Length]);
        first.Gradients.CopyTo(second.Gradients);
        foreach (Parameter parameter in first.Parameters.Where(parameter => parameter.IsTrainable))
        {
            var gradient = new float[parameter.Length];
            parameter.CopyGradientTo(gradient);
            third.Parameters[parameter.Name].CopyGradientFrom(gradient);
        }

        foreach (INetwork network in new[] { first, second, third })
            network.ApplyGradients();
        Assert.Equal(Trainable(first), Trainable(second));
        Assert.Equal(Trainable(first), Trainable(third));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_written_between_parameters_changes_nothing(string name)
    {
        INetwork whole = Computed(name, out Batch batch), clean = Catalogue.Create(name);
        whole.Gradients.Fill(0.25f);
        foreach (Parameter parameter in clean.Parameters.Where(parameter => parameter.IsTrainable))
            parameter.CopyGradientFrom([.. Enumerable.Repeat(0.25f, parameter.Length)]);
        for (int step = 0; step < 3; step++)
        {
            whole.ApplyGradients();
            clean.ApplyGradients();
            whole.Gradients.Fill(0.25f);
        }

        // the moving averages and counters are those of one batch more
        Assert.Equal(Trainable(clean), Trainable(whole));
        Assert.Equal(clean.Penalty(), whole.Penalty());
        whole.TrainBatch(batch.Inputs, batch.Targets);
        clean.Batches = 1;
        Restore(clean, whole);
        Assert.Equal(Bits.OfPrediction(whole, batch.Inputs), Bits.OfPrediction(clean, batch.Inputs));
    }

    [Fact]
    public void Written_ones_are_what_the_update_uses()
    {
        INetwork network = Computed("SGDOptimizer", out _);
        network.LearningRate = 0.5f;
        float[] before = Read(network.Parameters["dense1.weight"]), gradient = new float[before.Length];
        network.Parameters["dense1.weight"].CopyGradientTo(gradient);
        Span<float> all = network.Gradients;
        for (int i = 0; i < all.Length; i++)
            all[i] *= -4;
        network.ApplyGradients();
        float[] after = Read(network.Parameters["dense1.weight"]);
        for (int i = 0; i < before.Length; i++)
            Assert.Equal(before[i] + 2 * gradient[i], after[i], 1e-6f);
    }

    [Fact]
    public void One_that_is_written_leaves_the_others_as_they_are_or_at_zero()
    {
        INetwork network = Catalogue.Create("SGDOptimizer");
        uint[] before = Bits.Of(Read(network.Parameters["maxout1.weight"]));
        Parameter bias = network.Parameters["dense1.bias"];
        float[] old = Read(bias);
        bias.CopyGradientFrom([.. Enumerable.Repeat(1000f, bias.Length)]);
        network.ApplyGradients();
        Assert.Equal(before, Bits.Of(Read(network.Parameters["maxout1.weight"])));
        Assert.Equal(old.Select(value => value - 1f), Read(bias));

        network = Computed("SGDOptimizer", out _);
        var weight = new float[network.Parameters["dense1.weight"].Length];
        network.Parameters["dense1.weight"].CopyGradientTo(weight);
        network.Parameters["dense1.bias"].CopyGradientFrom(new float[bias.Length]);
        var same = new float[weight.Length];
        network.Parameters["dense1.weight"].CopyGradientTo(same);
        Assert.Equal(weight, same);
    }

    [Fact]
    public void There_are_none_before_the_first_nor_after_what_uses_them_up()
    {
        INetwork network = Catalogue.Create("AdamOptimizer");
        AssertNone(network);
        Batch batch = Batch.Draw(Catalogue.Plan("AdamOptimizer"), 6, new Random(1));
        network.ComputeGradients(batch.Inputs, batch.Targets);
        _ = network.Gradients.Length;
        network.ApplyGradients();
        _ = network.Gradients.Length; // may still be looked at
        network.TrainBatch(batch.Inputs, batch.Targets);
        AssertNone(network);
        network.ComputeGradients(batch.Inputs, batch.Targets);
        var file = new MemoryStream();
        network.SaveWeights(file);
        file.Position = 0;
        network.LoadWeights(file);
        AssertNone(network);
    }

    [Fact]
    public void Bad_gradients_are_refused_and_nothing_has_changed()
    {
        INetwork network = Computed("AdamOptimizer", out _);
        uint[] before = Bits.OfGradients(network);
        Parameter weight = network.Parameters["dense1.weight"];
        string message = Assert.Throws<ArgumentException>(() => weight.CopyGradientFrom(new float[3])).Message;
        Assert.Contains($"holds {weight.Length} numbers, the span 3", message);
        Assert.Throws<InvalidOperationException>(
            () => network.Parameters["batchnorm1.running_mean"].CopyGradientFrom(new float[18]));
        Assert.Equal(before, Bits.OfGradients(network));
    }

    [Fact]
    public void The_memory_stays_as_long_as_the_span()
    {
        Span<float> gradients = Computed("AdamOptimizer", out _).Gradients;
        uint[] before = Bits.Of(gradients);
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            _ = Computed("AdamOptimizer", out _);
        }

        Assert.Equal(before, Bits.Of(gradients));
    }

    private static void AssertNone(INetwork network) => Assert.Contains(
        "ComputeGradients", Assert.Throws<InvalidOperationException>(() => _ = network.Gradients.Length).Message);

    private static INetwork Computed(string name, out Batch batch)
    {
        batch = Batch.Draw(Catalogue.Plan(name), 9, new Random(3));
        INetwork network = Catalogue.Create(name);
        network.ComputeGradients(batch.Inputs, batch.Targets);
        return network;
    }

    private static void Restore(INetwork to, INetwork from)
    {
        foreach (Parameter parameter in from.Parameters)
            to.Parameters[parameter.Name].CopyFrom(Read(parameter));
    }

    private static uint[] Trainable(INetwork network) =>
        [.. network.Parameters.Where(parameter => parameter.IsTrainable).SelectMany(parameter => Bits.Of(Read(parameter)))];

    private static float[] Read(Parameter parameter)
    {
        var values = new float[parameter.Length];
        parameter.CopyTo(values);
        return values;
    }
}
