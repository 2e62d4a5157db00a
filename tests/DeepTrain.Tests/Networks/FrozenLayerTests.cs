using DeepTrain.Tests.Behaviour;
using DeepTrain.Tests.Compilation;
using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Networks;

/// <summary>Layers with <c>Trainable = false</c>, at the start, in the middle and at the end.</summary>
public sealed class FrozenLayerTests
{
    private static readonly MeanSquaredError Square = new();

    private static readonly IReadOnlyList<NetworkPlan> Plans =
    [
        new("FirstLayers", 9,
            [
                new Dense(21) { Trainable = false, L1 = 0.1f, L2 = 0.1f, MaxNorm = 0.1f }, new BatchNorm { Trainable = false },
                new ReLU(), new Dense(7), new Tanh(), new Dense(3),
            ],
            Square, new Adam { WeightDecay = 0.1f }),
        new("MiddleLayer", 9,
            [new Dense(21), new Sigmoid(), new Dense(33) { Trainable = false }, new GELU(), new Dense(3)],
            Square, new SGD { Momentum = 0.9f, LearningRate = 0.02f }),
        new("LastLayer", 9, [new Dense(21), new Tanh(), new Dense(3) { Trainable = false }], Square, new AdamW()),
        new("BatchNormBetween", 9,
            [new Dense(21), new BatchNorm { Trainable = false }, new ReLU(), new Dropout(0.3f), new Dense(3)],
            new SoftmaxCrossEntropy(), new Adam()),
        new("BatchNormFirst", 19, [new BatchNorm { Trainable = false }, new Dense(5)], Square, new SGD()),
        new("SlopesFrozen", 9,
            [
                new Dense(21), new PReLU { Trainable = false }, new Dense(18), new PReLU { PerUnit = true, Trainable = false },
                new Dense(3),
            ],
            Square, new RMSProp()),
        new("SlopeAlone", 9,
            [
                new Dense(21) { Trainable = false }, new Tanh(), new Softmax(), new AlphaDropout(0.5f), new PReLU(), new Dropout(0.2f),
                new Dense(3) { Trainable = false },
            ],
            Square, new SGD { LearningRate = 0.5f }),
        new("BatchNormAlone", 9,
            [
                new Maxout(21, 3) { Trainable = false }, new Sigmoid(), new BatchNorm(), new ReLU(),
                new Dense(3) { Trainable = false },
            ],
            Square, new Adam()),
        new("BatchNormRightBehind", 9, [new Maxout(12, 2) { Trainable = false }, new BatchNorm(), new Dense(3)], Square, new Adam()),
        new("MaxoutBetween", 9,
            [new Dense(21), new Maxout(9, 3) { Trainable = false }, new Swish(), new Dense(3)],
            Square, new Nadam()),
        new("WideFrozen", 100,
            [
                new Dense(130) { Trainable = false }, new BatchNorm(), new ReLU(), new Dense(97) { Trainable = false },
                new ReLU(), new Dense(66), new Tanh(), new Dense(35) { Trainable = false }, new Dense(3),
            ],
            new SoftmaxCrossEntropy(), new Adam { ClipNorm = 0.5f }),
        new("WideMiddle", 100,
            [new Dense(130), new ReLU(), new Dense(97) { Trainable = false, MaxNorm = 1f }, new ReLU(), new Dense(66)],
            Square, new Adam()),
    ];

    private static CompiledNetworks Compiled => NetworkCompiler.Compile(NetworkPlan.Source(Plans));

    public static TheoryData<string> Names => Catalogue.Names(Plans);

    [Theory]
    [MemberData(nameof(Names))]
    public void Training_agrees_with_the_reference(string name)
    {
        NetworkPlan plan = Plans.Single(plan => plan.Name == name);
        INetwork network = Compiled.Create(name, 3);
        Loaded(network);
        var both = new SideBySide(plan, network, 3) { Tolerance = 1e-4 };
        var random = new Random(5);
        foreach (int rows in new[] { 7, 1, 19 })
            both.ComputeAndApplyGradients(both.Draw(rows, random));
        foreach (int rows in new[] { 33, 5 })
            both.TrainBatch(both.Draw(rows, random));
        both.CheckInference(both.Draw(11, random));
        both.CheckInspection(both.Draw(6, random));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_moves_what_is_frozen_and_both_halves_leave_the_bits_of_the_whole(string name)
    {
        NetworkPlan plan = Plans.Single(plan => plan.Name == name);
        INetwork whole = Compiled.Create(name, 3), halves = Compiled.Create(name, 3);
        string[] frozen = [.. FrozenNames(plan)];
        Assert.NotEmpty(frozen);
        uint[][] before = [.. frozen.Select(parameter => Bits.Of(Read(whole, parameter)))];
        for (int step = 0; step < 3; step++)
        {
            Batch batch = Batch.Draw(plan, 40, new Random(step));
            Assert.Equal(whole.TrainBatch(batch.Inputs, batch.Targets), halves.ComputeGradients(batch.Inputs, batch.Targets));
            halves.ApplyGradients();
        }

        Assert.Equal(Bits.OfFile(whole), Bits.OfFile(halves));
        Assert.Equal(before, frozen.Select(parameter => Bits.Of(Read(whole, parameter))));
        Assert.All(frozen, parameter => Assert.False(whole.Parameters[parameter].IsTrainable));
        Assert.Throws<InvalidOperationException>(() => whole.Parameters[frozen[0]].CopyGradientTo(new float[9]));
        Assert.Equal(
            whole.Parameters.Where(parameter => parameter.IsTrainable).Sum(parameter => parameter.Length), whole.ParameterCount);
        Assert.Contains(whole.Parameters, parameter => parameter.IsTrainable && Moved(whole, name, parameter.Name));
    }

    [Fact]
    public void Frozen_layers_have_no_gradient_no_moments_and_no_place_in_the_optimizers_state()
    {
        INetwork network = Compiled.Create("FirstLayers", 1);
        Batch batch = Batch.Draw(Plans[0], 5, new Random(1));
        network.ComputeGradients(batch.Inputs, batch.Targets);
        // biases 7 and 3, weights 21 x 7 and 7 x 3, each filled up to 16 units
        Assert.Equal(16 + 16 + 21 * 16 + 7 * 16, network.Gradients.Length);
        string header = System.Text.Encoding.UTF8.GetString(Bits.OfFile(network));
        Assert.Contains("optimizer.exp_avg.dense2.weight", header);
        Assert.DoesNotContain("optimizer.exp_avg.dense1.weight", header);
        Assert.Contains("dense1.weight", header);
        Assert.Equal(0f, network.Penalty());
    }

    [Fact]
    public void A_file_of_the_network_that_learnt_gives_its_weights_to_the_one_that_is_frozen()
    {
        NetworkPlan frozen = Plans[0], free = frozen with
        {
            Name = "Free",
            Layers = [.. frozen.Layers.Select(layer => layer with { Trainable = true })],
        };
        INetwork teacher = NetworkCompiler.Compile(NetworkPlan.Source([free])).Create("Free", 8), pupil = Compiled.Create(frozen.Name, 1);
        Batch batch = Batch.Draw(frozen, 20, new Random(1));
        teacher.TrainBatch(batch.Inputs, batch.Targets);
        var file = new MemoryStream();
        teacher.Save(file);
        file.Position = 0;
        Assert.Throws<InvalidDataException>(() => pupil.Load(file)); // the optimizer's state is another
        file.Position = 0;
        pupil.LoadWeights(file);
        Assert.Equal(Bits.OfPrediction(teacher, batch.Inputs), Bits.OfPrediction(pupil, batch.Inputs));
    }

    [Theory]
    [InlineData("MiddleLayer", "dense2.weight")]
    [InlineData("MaxoutBetween", "maxout1.weight")]
    [InlineData("WideMiddle", "dense2.weight")]
    public void Frozen_weights_set_between_gradients_and_update_count_from_the_next_batch_on(string name, string parameter)
    {
        NetworkPlan plan = Plans.Single(plan => plan.Name == name);
        INetwork before = Compiled.Create(name, 3), after = Compiled.Create(name, 3);
        Batch batch = Batch.Draw(plan, 7, new Random(5));
        foreach (INetwork network in new[] { before, after })
        {
            network.TrainBatch(batch.Inputs, batch.Targets);
            network.ComputeGradients(batch.Inputs, batch.Targets);
            if (network == before)
                Turn(network);
            network.ApplyGradients();
            if (network == after)
                Turn(network);
            network.TrainBatch(batch.Inputs, batch.Targets);
        }

        Assert.Equal(Bits.OfFile(before), Bits.OfFile(after));

        void Turn(INetwork network) =>
            network.Parameters[parameter].CopyFrom([.. Read(network, parameter).Select(weight => -weight)]);
    }

    [Fact]
    public void Saved_and_loaded_training_goes_on_with_the_same_bits()
    {
        NetworkPlan plan = Plans.Single(plan => plan.Name == "WideFrozen");
        INetwork first = Compiled.Create(plan.Name, 1), second = Compiled.Create(plan.Name, 2);
        Batch batch = Batch.Draw(plan, 40, new Random(1));
        first.TrainBatch(batch.Inputs, batch.Targets);
        var file = new MemoryStream(Bits.OfFile(first));
        second.Load(file);
        second.Threads = 2;
        Assert.Equal(first.TrainBatch(batch.Inputs, batch.Targets), second.TrainBatch(batch.Inputs, batch.Targets));
        Assert.Equal(Bits.OfFile(first), Bits.OfFile(second));
    }

    [Fact]
    public void Nothing_before_the_first_trainable_parameter_is_walked_back()
    {
        IReadOnlyDictionary<string, string> files = Compiled.Files;
        string first = files["WideFrozen.Step.g.cs"];
        Assert.DoesNotContain("Dense1WeightGradient", first);
        Assert.DoesNotContain("Dense1Transposed = memory", first);
        Assert.Contains("Dense1StageBackward", first); // to batchnorm1, which learns
        Assert.DoesNotContain("Dense2WeightGradient", first);
        Assert.Contains("Dense3WeightGradient", first);

        string slope = files["SlopeAlone.Dense1.g.cs"];
        Assert.DoesNotContain("Softmax1Backward", slope);
        Assert.DoesNotContain("Tanh1Backward", slope);
        Assert.DoesNotContain("alphadropout1Gradient", slope);
        Assert.Contains("slope's gradient", slope);
        Assert.DoesNotContain("Dense1StageBackward", files["FirstLayers.Step.g.cs"]);
    }

    // averages and slopes as a file would have them
    private static void Loaded(INetwork network)
    {
        var random = new Random(17);
        foreach (Parameter parameter in network.Parameters.Where(parameter => parameter.Shape.Count == 1))
        {
            float lowest = parameter.Name.EndsWith("running_var", StringComparison.Ordinal) ? 0.5f : -0.5f;
            parameter.CopyFrom([.. Enumerable.Range(0, parameter.Length).Select(_ => lowest + random.NextSingle())]);
        }
    }

    private static IEnumerable<string> FrozenNames(NetworkPlan plan) => plan.Build().Zip(plan.Layers)
        .Where(pair => !pair.Second.Trainable)
        .SelectMany(pair => pair.First.Parameters.Select(parameter => parameter.Name));

    private static bool Moved(INetwork network, string name, string parameter) =>
        !Bits.Of(Read(network, parameter)).SequenceEqual(Bits.Of(Read(Compiled.Create(name, 3), parameter)));

    private static float[] Read(INetwork network, string parameter)
    {
        var values = new float[network.Parameters[parameter].Length];
        network.Parameters[parameter].CopyTo(values);
        return values;
    }
}
