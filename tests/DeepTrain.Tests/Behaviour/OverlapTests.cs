using DeepTrain.Tests.Compilation;
using DeepTrain.Tests.Networks;

namespace DeepTrain.Tests.Behaviour;

/// <summary>Outputs may take the place of the inputs, row for row, or stay clear of them.</summary>
public sealed class OverlapTests
{
    private const int Rows = 300; // more than inference takes at a time

    private static readonly CompiledNetworks Compiled = NetworkCompiler.Compile("""
        using DeepTrain;
        [Network] [Input(6)] [Dense(6)] [Tanh] [Dense(6)] [MeanSquaredError] [SGD] public partial class Square;
        [Network] [Input(6)] [Dense(3)] [MeanSquaredError] [SGD] public partial class Narrow;
        [Network] [Input(4)] [Dense(8)] [ReLU] [Dense(1)] [BinaryCrossEntropy] [SGD] public partial class One;
        [Network] [Input(4)] [Dense(8)] [ReLU] [Dense(3)] [BinaryCrossEntropy] [Adam] public partial class Three;
        """);

    [Theory]
    [InlineData(1)]
    [InlineData(Rows)]
    public void The_span_of_the_inputs_itself_may_take_the_outputs(int rows)
    {
        INetwork network = Compiled.Create("Square", 1);
        float[] inputs = Draw(rows * 6), expected = new float[rows * 6];
        network.Predict(inputs, expected);

        network.Predict(inputs, inputs);

        Assert.Equal(expected, inputs);
    }

    [Theory]
    [InlineData("Square", 0, 1)]
    [InlineData("Square", 6, 0)]
    [InlineData("Narrow", 0, 0)]
    [InlineData("Narrow", 0, 5)]
    public void Spans_that_overlap_otherwise_are_refused_and_nothing_is_written(string name, int inputsAt, int outputsAt)
    {
        INetwork network = Compiled.Create(name, 1);
        float[] memory = Draw(Rows * 12), before = [.. memory];

        var refused = Assert.Throws<ArgumentException>(() => network.Predict(
            memory.AsSpan(inputsAt, Rows * 6), memory.AsSpan(outputsAt, Rows * network.OutputSize)));

        Assert.Equal("outputs", refused.ParamName);
        Assert.Equal(before, memory);
    }

    [Theory]
    [InlineData("One", 7f)]
    [InlineData("One", -0.001f)]
    [InlineData("Three", float.NaN)]
    [InlineData("Three", 1.001f)]
    public void Targets_that_are_no_probabilities_are_refused_and_nothing_changes(string name, float bad)
    {
        INetwork network = Compiled.Create(name, 1);
        float[] inputs = Draw(5 * 4), targets = new float[5 * network.OutputSize];
        targets[^1] = bad;
        byte[] before = Bits.OfFile(network);

        foreach (Action call in new Action[]
        {
            () => network.Loss(inputs, targets), () => network.TrainBatch(inputs, targets),
            () => network.ComputeGradients(inputs, targets), () => network.Inspect(inputs, targets, new LayerRecorder()),
        })
        {
            var refused = Assert.Throws<ArgumentException>(call);
            Assert.Contains($"targets[{targets.Length - 1}]", refused.Message);
        }

        Assert.Equal(before, Bits.OfFile(network));
        Assert.Throws<InvalidOperationException>(network.ApplyGradients);
    }

    private static float[] Draw(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble() - 0.5f)];
    }
}
