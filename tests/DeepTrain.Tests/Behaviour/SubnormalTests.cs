using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using DeepTrain.Tests.Compilation;
using DeepTrain.Tests.Library;
using DeepTrain.Tests.Networks;
using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Behaviour;

/// <summary>What decays while a network trains ends at 0, and never stays a number that makes each step slow.</summary>
public sealed class SubnormalTests
{
    private const float SmallestNormal = 1.17549435e-38f;

    private static readonly IReadOnlyList<NetworkPlan> Moments =
    [
        .. new (string Name, OptimizerPlan Optimizer)[]
        {
            ("Momentum", new SGD { Momentum = 0.9f }),
            ("DampenedMomentum", new SGD { Momentum = 0.9f, Dampening = 0.2f }),
            ("Nesterov", new SGD { Momentum = 0.9f, Nesterov = true }),
            ("SummedSquares", new AdaGrad()),
            ("MeanSquare", new RMSProp { Alpha = 0.9f }),
            ("CenteredMomentum", new RMSProp { Alpha = 0.9f, Centered = true, Momentum = 0.9f }),
            ("Moments", new Adam { Beta2 = 0.95f }),
            ("ClippedMoments", new Adam { Beta2 = 0.95f, ClipNorm = 1f }),
            ("DecoupledMoments", new AdamW { Beta2 = 0.95f }),
            ("NesterovMoments", new Nadam { Beta2 = 0.95f }),
        }.SelectMany(entry => new[]
        {
            new NetworkPlan("Small" + entry.Name, 6, [new Dense(9), new ReLU(), new Dense(2)],
                new MeanSquaredError(), entry.Optimizer),
            new NetworkPlan("Large" + entry.Name, 70, [new Dense(90), new ReLU(), new Dense(33), new Tanh(), new Dense(2)],
                new MeanSquaredError(), entry.Optimizer),
        }),
    ];

    private static readonly IReadOnlyList<NetworkPlan> Decaying =
    [
        .. new OptimizerPlan[]
        {
            new SGD { LearningRate = 0.5f, WeightDecay = 0.5f },
            new SGD { LearningRate = 0.3f, WeightDecay = 0.5f, Momentum = 0.5f },
            new AdamW { LearningRate = 0.5f, WeightDecay = 0.5f },
        }.Select((optimizer, number) => new NetworkPlan(
            "Decaying" + number.ToString(CultureInfo.InvariantCulture), 5, [new Dense(7), new Tanh(), new Dense(2)],
            new MeanSquaredError(), optimizer)),
        new("DecayingByPenalty", 5, [new Dense(7) { L2 = 0.5f }, new Tanh(), new Dense(2)],
            new MeanSquaredError(), new SGD { LearningRate = 0.5f }),
    ];

    private static readonly NetworkPlan Normalised =
        new("Normalised", 5, [new BatchNorm(), new Dense(2)], new MeanSquaredError(), new SGD());

    private static readonly IReadOnlyList<NetworkPlan> Classifiers =
    [
        .. new[] { 3, 20 }.SelectMany(outputs => new LossPlan[] { new SoftmaxCrossEntropy(), new BinaryCrossEntropy() }
            .Select(loss => new NetworkPlan(
                $"{loss.Kind}Of{outputs}", 1, [new Dense(outputs)], loss, new SGD()))),
    ];

    public static TheoryData<string> MomentNetworks => Catalogue.Names(Moments);

    public static TheoryData<string> DecayingNetworks => Catalogue.Names(Decaying);

    public static TheoryData<string> ClassifierNetworks => Catalogue.Names(Classifiers);

    [Theory]
    [MemberData(nameof(MomentNetworks))]
    public void Moments_of_what_has_no_gradient_any_more_become_zero_and_are_never_subnormal(string name)
    {
        INetwork network = Create(Moments, name);
        int rows = 5, inputs = network.InputSize;
        // gradients so small that what decays slowly is soon down
        float[] some = new float[rows * inputs], none = new float[rows * inputs];
        float[] targets = new float[rows * network.OutputSize];
        for (int i = 0; i < some.Length; i++)
            some[i] = 1e-8f * (1 + i % 7);
        for (int step = 0; step < 3; step++)
            network.TrainBatch(some, targets);
        Assert.Contains(MomentsOf(network), moment => moment.Value != 0);
        for (int round = 0; round < 40; round++)
        {
            for (int step = 0; step < 37; step++)
                network.TrainBatch(none, targets);
            foreach ((string tensor, float value) in MomentsOf(network))
            {
                Assert.True(
                    value == 0 || Math.Abs(value) >= SmallestNormal, $"{tensor} holds {value} after {37 * (round + 1)} steps");
            }
        }

        // sums of squares never decay
        foreach ((string tensor, float value) in MomentsOf(network))
        {
            bool decays = !name.Contains("Summed", StringComparison.Ordinal);
            if (decays && tensor.Contains("dense1.weight", StringComparison.Ordinal))
                Assert.Equal(0, value);
        }
    }

    [Theory]
    [MemberData(nameof(DecayingNetworks))]
    public void Weights_that_decay_are_never_subnormal(string name)
    {
        INetwork network = Create(Decaying, name);
        float[] inputs = new float[3 * network.InputSize], targets = new float[3 * network.OutputSize];
        for (int step = 0; step < 1500; step++)
        {
            network.TrainBatch(inputs, targets);
            if (step % 50 == 0)
                Assert.All(Weights(network), w => Assert.True(w == 0 || Math.Abs(w) >= SmallestNormal, $"{w} after step {step}"));
        }

        // with momentum they stay where what moves them has become 0
        Assert.All(Weights(network), w => Assert.InRange(w, -1e-28f, 1e-28f));
    }

    [Fact]
    public void Moving_averages_of_a_column_that_has_become_constant_zero_become_zero()
    {
        INetwork network = Create([Normalised], Normalised.Name);
        Batch batch = Batch.Draw(Normalised, 8, new Random(3));
        network.TrainBatch(batch.Inputs, batch.Targets);
        Array.Clear(batch.Inputs);
        for (int step = 0; step < 1200; step++)
        {
            network.TrainBatch(batch.Inputs, batch.Targets);
            foreach (string name in new[] { "batchnorm1.running_mean", "batchnorm1.running_var" })
                Assert.All(Read(network.Parameters[name]), x => Assert.True(x == 0 || Math.Abs(x) >= SmallestNormal));
        }

        Assert.All(Read(network.Parameters["batchnorm1.running_mean"]), mean => Assert.Equal(0, mean));
        Assert.All(Read(network.Parameters["batchnorm1.running_var"]), variance => Assert.Equal(0, variance));
    }

    [Theory]
    [MemberData(nameof(ClassifierNetworks))]
    public void Logits_however_far_apart_give_no_subnormal_gradient(string name)
    {
        INetwork network = Create(Classifiers, name);
        int outputs = network.OutputSize;
        network.Parameters["dense1.weight"].CopyFrom(new float[outputs]);
        foreach (int rows in new[] { 1, 32, 1000 })
        {
            float[] inputs = new float[rows], targets = new float[rows * outputs], bias = new float[outputs];
            for (float gap = 40; gap < 120; gap += 0.37f)
            {
                // the first class is the right one everywhere, and the others are so far below
                bias[0] = name.StartsWith('B') ? gap : 0;
                Array.Fill(bias, -gap, 1, outputs - 1);
                network.Parameters["dense1.bias"].CopyFrom(bias);
                for (int row = 0; row < rows; row++)
                    targets[row * outputs] = 1;
                float loss = network.ComputeGradients(inputs, targets);
                Assert.InRange(loss, 0f, 1e-15f);
                var gradient = new float[outputs];
                network.Parameters["dense1.bias"].CopyGradientTo(gradient);
                Assert.All(gradient, g => Assert.True(!float.IsSubnormal(g), $"{g} at a gap of {gap}"));
            }
        }
    }

    [Fact]
    public void An_epsilon_that_such_squares_show_beside_keeps_them()
    {
        NetworkPlan plan = new("SmallEpsilon", 3, [new Dense(2)], new MeanSquaredError(), new Adam { Epsilon = 1e-20f });
        INetwork network = Create([plan], plan.Name);
        float[] inputs = [1e-16f, 2e-16f, 3e-16f], targets = [5f, -5f], before = Read(network.Parameters["dense1.weight"]);
        network.TrainBatch(inputs, targets);
        float[] after = Read(network.Parameters["dense1.weight"]);
        // Adam's first step is the learning rate, whatever the size of the gradient
        for (int i = 0; i < before.Length; i++)
            Assert.Equal(1e-3, Math.Abs(after[i] - before[i]), 1e-5);
    }

    private static INetwork Create(IReadOnlyList<NetworkPlan> plans, string name) =>
        NetworkCompiler.Compile(NetworkPlan.Source(plans)).Create(name, 1);

    private static IEnumerable<float> Weights(INetwork network) =>
        network.Parameters.Where(parameter => parameter.Name == "dense1.weight").SelectMany(Read);

    private static float[] Read(Parameter parameter)
    {
        var values = new float[parameter.Length];
        parameter.CopyTo(values);
        return values;
    }

    /// <summary>What the optimizer keeps, as it is saved.</summary>
    private static List<(string Tensor, float Value)> MomentsOf(INetwork network)
    {
        (string header, byte[] data) = SafetensorsText.Split(Bits.OfFile(network));
        var moments = new List<(string, float)>();
        var parameters = network.Parameters.Select(parameter => parameter.Name).ToHashSet();
        using JsonDocument document = JsonDocument.Parse(header);
        foreach (JsonProperty tensor in document.RootElement.EnumerateObject())
        {
            if (parameters.Contains(tensor.Name) || tensor.Name == "__metadata__"
                || tensor.Value.GetProperty("dtype").GetString() != "F32")
                continue;
            JsonElement offsets = tensor.Value.GetProperty("data_offsets");
            int begin = offsets[0].GetInt32(), end = offsets[1].GetInt32();
            foreach (float value in MemoryMarshal.Cast<byte, float>(data.AsSpan(begin, end - begin)))
                moments.Add((tensor.Name, value));
        }

        return moments;
    }
}
