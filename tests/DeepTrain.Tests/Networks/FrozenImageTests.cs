using DeepTrain.Tests.Behaviour;
using DeepTrain.Tests.Compilation;

namespace DeepTrain.Tests.Networks;

/// <summary>Frozen layers on images: the others get the gradients that they get where nothing is frozen.</summary>
public sealed class FrozenImageTests
{
    private const string Frozen = "Trainable = false";

    // which of conv1, prelu1, conv2, batchnorm1, dense1, dense2 are frozen
    private static readonly (string Name, string[] Layers)[] Cases =
    [
        ("Free", []), ("FirstFrozen", ["conv1"]), ("BodyFrozen", ["conv1", "prelu1", "conv2"]), ("MiddleFrozen", ["conv2"]),
        ("SlopesFrozen", ["prelu1"]), ("HeadFrozen", ["dense1", "dense2"]),
        ("NormaliserAlone", ["conv1", "prelu1", "conv2", "dense1", "dense2"]),
        ("SlopesAlone", ["conv1", "conv2", "dense1", "dense2", "batchnorm1"]),
        ("NormaliserFrozen", ["batchnorm1"]),
        ("AllButTheLast", ["conv1", "prelu1", "conv2", "batchnorm1", "dense1"]),
    ];

    private static CompiledNetworks Compiled => NetworkCompiler.Compile(
        "using DeepTrain;\n" + string.Join("\n", Cases.Select(entry => Declare(entry.Name, entry.Layers))));

    public static TheoryData<string> Names => [.. Cases.Skip(1).Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_are_those_of_the_network_that_is_not_frozen(string name)
    {
        INetwork free = Compiled.Create("Free", 3), network = Compiled.Create(name, 3);
        string[] frozen = Cases.Single(entry => entry.Name == name).Layers;
        var random = new Random(1);
        float[] inputs = Draw(random, 9 * 3 * 8 * 8), targets = Draw(random, 9 * 3);
        uint[] before = Parameters(network, frozen);
        float loss = network.ComputeGradients(inputs, targets);
        var seen = new LayerRecorder();
        if (frozen.Contains("batchnorm1"))
        {
            // nothing is random, and batch norm does in training what it does in inference
            Assert.Equal(network.Loss(inputs, targets), loss, 1e-5f * loss);
            CheckByDifferences(network, inputs, targets);
        }
        else
        {
            Assert.Equal(free.ComputeGradients(inputs, targets), loss, 1e-5f * loss);
            RowWeightTests.AssertClose(network, free, 1e-5);
        }

        Assert.Equal(loss, network.Inspect(inputs, targets, seen), 1e-4f * loss);
        foreach ((string parameter, float[] gradient) in seen.Gradients)
        {
            var computed = new float[gradient.Length];
            network.Parameters[parameter].CopyGradientTo(computed);
            double size = Math.Sqrt(computed.Sum(g => (double)g * g));
            double error = Math.Sqrt(computed.Zip(gradient, (a, b) => (double)(a - b) * (a - b)).Sum());
            Assert.True(error <= 1e-3 * size + 1e-6, $"{parameter}: off by {error:g3} of {size:g3}");
        }

        network.ApplyGradients();
        network.TrainBatch(inputs, targets);
        Assert.Equal(before, Parameters(network, frozen));
        Assert.Equal(
            network.Parameters.Where(parameter => parameter.IsTrainable).Select(parameter => parameter.Name),
            seen.Gradients.Select(entry => entry.Name));
    }

    private static void CheckByDifferences(INetwork network, float[] inputs, float[] targets)
    {
        foreach (Parameter parameter in network.Parameters.Where(parameter => parameter.IsTrainable))
        {
            float[] values = new float[parameter.Length], gradient = new float[parameter.Length];
            parameter.CopyTo(values);
            parameter.CopyGradientTo(gradient);
            double size = Math.Sqrt(gradient.Sum(g => (double)g * g));
            if (size < 1e-3)
                continue;
            // along the gradient the loss rises by its length
            float step = 0.01f / (float)size;
            float LossAt(float by)
            {
                parameter.CopyFrom([.. values.Zip(gradient, (value, g) => value + by * g)]);
                return network.Loss(inputs, targets);
            }

            double slope = (LossAt(step) - LossAt(-step)) / (2.0 * step);
            parameter.CopyFrom(values);
            Assert.Equal(size * size, slope, 0.03 * size * size);
        }
    }

    private static uint[] Parameters(INetwork network, string[] layers) =>
        [.. network.Parameters.Where(parameter => layers.Contains(parameter.Name.Split('.')[0])).SelectMany(parameter =>
        {
            var values = new float[parameter.Length];
            parameter.CopyTo(values);
            return Bits.Of(values);
        })];

    private static float[] Draw(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextSingle() - 1)];

    private static string Declare(string name, string[] frozen)
    {
        string If(string layer) => frozen.Contains(layer) ? $", {Frozen}" : "";
        string Alone(string layer) => frozen.Contains(layer) ? $"({Frozen})" : "";
        return $"""
            /// <summary>{name}.</summary>
            [Network] [Input(3, 8, 8)] [Conv2D(5, 3{If("conv1")})] [PReLU(PerUnit = true{If("prelu1")})] [MaxPool2D(2)]
            [Conv2D(6, 3, Padding = Padding.Same{If("conv2")})] [BatchNorm{Alone("batchnorm1")}] [Sigmoid] [Flatten]
            [Dense(7{If("dense1")})] [Tanh] [Dense(3{If("dense2")})] [MeanSquaredError] [SGD(LearningRate = 0.1f)]
            public partial class {name};

            """;
    }
}
