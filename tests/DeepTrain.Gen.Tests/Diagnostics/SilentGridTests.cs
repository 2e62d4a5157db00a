using System.Text;
using DeepTrain.Gen.Diagnostics;
using DeepTrain.Gen.Tests.Harness;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>Networks as textbooks build them must get no warning and no opinion.</summary>
public class SilentGridTests
{
    private static readonly string[] Activations =
        ["ReLU", "LeakyReLU", "PReLU", "RReLU", "ELU", "GELU", "Swish", "Softplus", "SELU", "Tanh"];

    private static readonly string[] Optimizers =
    [
        "Adam", "AdamW", "Nadam", "RMSProp(LearningRate = 1e-3f)", "AdaGrad", "SGD(LearningRate = 0.01f)",
        "SGD(LearningRate = 1e-3f, Momentum = 0.9f)",
    ];

    public static TheoryData<string, int> Cases()
    {
        var cases = new TheoryData<string, int>();
        foreach (string activation in Activations)
        {
            for (int depth = 1; depth <= 8; depth++)
                cases.Add(activation, depth);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Good_networks_are_silent(string activation, int depth)
    {
        string dropout = activation == "SELU" ? "[AlphaDropout(0.1f)]" : "[Dropout(0.2f)]";
        var loud = new StringBuilder();
        foreach (string normalisation in new[] { "", "[BatchNorm]" })
        {
            foreach (string regularisation in new[] { "", dropout })
            {
                // in narrow layers the noise of more dropouts than three does drown the signal
                if (regularisation != "" && depth > 3)
                    continue;
                string bias = normalisation == "" ? "" : ", Bias = false";
                string layer = $"[Dense(64{bias})] {normalisation} [{activation}] {regularisation}\n";
                string hidden = string.Concat(Enumerable.Repeat(layer, depth));
                foreach (string optimizer in Optimizers)
                {
                    Report($"[Input(64)] {hidden} [Dense(10)] [SoftmaxCrossEntropy] [{optimizer}]");
                    Report($"[Input(13)] {hidden} [Dense(1)] [MeanSquaredError] [{optimizer}]");
                    Report($"[Input(1, 28, 28)] [Flatten] {hidden} [Dense(10)] [SoftmaxCrossEntropy] [{optimizer}]");
                }
            }
        }

        Assert.True(loud.Length == 0, loud.ToString());

        void Report(string steps) => loud.Append(Findings(steps));
    }

    [Theory]
    // with the rate of 0.1 that the paper takes, it needs the paper's max-norm as well: without, it loses the digits
    [InlineData(
        "[Input(784)] [Dropout(0.2f)] [Dense(1024)] [ReLU] [Dropout(0.5f)] [Dense(1024)] [ReLU] [Dropout(0.5f)] "
        + "[Dense(10)] [SoftmaxCrossEntropy] [SGD(LearningRate = 0.01f, Momentum = 0.9f)]")]
    [InlineData(
        "[Input(784)] [Maxout(240)] [Dropout(0.5f)] [Maxout(240)] [Dropout(0.5f)] "
        + "[Dense(10)] [SoftmaxCrossEntropy] [SGD(LearningRate = 0.1f, Momentum = 0.5f)]")]
    [InlineData("[Input(784)] [Dense(128)] [Sigmoid] [Dense(10)] [SoftmaxCrossEntropy] [SGD(LearningRate = 0.5f)]")]
    [InlineData("[Input(30)] [Dense(64)] [ReLU] [Dense(32)] [ReLU] [Dense(1)] [BinaryCrossEntropy] [Adam]")]
    [InlineData("[Input(2)] [Dense(8)] [Tanh] [Dense(1)] [BinaryCrossEntropy] [Adam(LearningRate = 0.01f)]")]
    [InlineData(
        "[Input(784)] [Dense(128)] [ReLU] [Dense(32)] [ReLU] [Dense(128)] [ReLU] "
        + "[Dense(784)] [MeanSquaredError] [Adam]")]
    [InlineData("[Input(8)] [Dense(1)] [MeanSquaredError] [SGD(LearningRate = 0.01f)]")]
    [InlineData("[Input(13)] [Dense(64)] [ReLU] [Dense(64)] [ReLU] [Dense(1)] [Huber] [Adam]")]
    [InlineData(
        "[Input(64)] [Dense(32)] [ReLU] [BatchNorm] [Dense(32)] [ReLU] [BatchNorm] "
        + "[Dense(10)] [SoftmaxCrossEntropy] [Adam]")]
    [InlineData(
        "[Input(64)] [BatchNorm] [Dense(64)] [GELU] [Dense(64)] [GELU] "
        + "[Dense(10)] [SoftmaxCrossEntropy] [AdamW(LearningRate = 3e-4f)]")]
    public void Networks_of_papers_and_tutorials_are_silent(string steps) => Assert.Equal("", Findings(steps));

    private static string Findings(string steps)
    {
        var loud = new StringBuilder();
        foreach (Finding finding in NetworkRules.Check(Parsing.Spec(Networks.WithSteps(steps)), default))
            loud.AppendLine($"{finding.Severity} {finding.Rule.Id}: {string.Join(" | ", finding.Values)}\n    {steps}");
        return loud.ToString();
    }
}
