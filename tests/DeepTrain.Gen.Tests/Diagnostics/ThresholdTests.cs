using DeepTrain.Gen.Diagnostics;
using DeepTrain.Gen.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>Both sides of each rule's threshold, with everything else the same.</summary>
public class ThresholdTests
{
    [Theory]
    // SELU: |n Var(w) - 1| > 0.1
    [InlineData(
        "DTG106",
        "[Dense(64, Init = Init.LeCunNormal, InitScale = 1.04f)] [SELU]",
        "[Dense(64, Init = Init.LeCunNormal, InitScale = 1.06f)] [SELU]")]
    [InlineData("DTG107", "[Dense(64, Init = Init.LeCunNormal)] [Tanh]", "[Dense(64, Init = Init.HeUniform)] [Tanh]")]
    // 2 / (1 + a^2) off 2 by 20 %: a^2 = 0.2
    [InlineData("DTG108", "[Dense(64)] [LeakyReLU(0.44f)]", "[Dense(64)] [LeakyReLU(0.45f)]")]
    // gain 0.8 sqrt(2) = 1.131
    [InlineData(
        "DTG110",
        "[Dense(64, Init = Init.Orthogonal, InitScale = 1.14f)] [ReLU]",
        "[Dense(64, Init = Init.Orthogonal, InitScale = 1.12f)] [ReLU]")]
    [InlineData("DTG208", "[Dense(64)] [LeakyReLU(0.99f)]", "[Dense(64)] [LeakyReLU(1f)]")]
    [InlineData("DTG209", "[Dense(64)] [LeakyReLU(0.5f)]", "[Dense(64)] [LeakyReLU(0.51f)]")]
    [InlineData("DTG209", "[Dense(64)] [PReLU(0f)]", "[Dense(64)] [PReLU(-0.01f)]")]
    // 2^-7 = 0.8 %, 2^-6 = 1.6 %; twice 2^-7 = 1.6 %
    [InlineData("DTG212", "[Dense(7)] [ReLU]", "[Dense(6)] [ReLU]")]
    [InlineData("DTG212", "[Dense(8)] [ReLU] [Dense(8)] [ReLU]", "[Dense(7)] [ReLU] [Dense(7)] [ReLU]")]
    [InlineData("DTG306", "[Dense(64)] [ReLU] [Dropout(0.5f)]", "[Dense(64)] [ReLU] [Dropout(0.51f)]")]
    [InlineData("DTG306", "[Dense(16)] [ReLU] [Dropout(0.5f)]", "[Dense(15)] [ReLU] [Dropout(0.5f)]")]
    [InlineData("DTG308", "[Dropout(0.2f)] [Dense(64)] [ReLU]", "[Dropout(0.21f)] [Dense(64)] [ReLU]")]
    // 10 of 64 inputs and 10 outputs: a quarter of the smaller is 2.5
    [InlineData("DTG601", "[Dense(3)] [Tanh]", "[Dense(2)] [Tanh]")]
    [InlineData("DTG605", "[Maxout(32, 2)]", "[Maxout(32, 3)]")]
    public void Layers(string id, string silent, string loud)
    {
        Assert.DoesNotContain(id, Ids(silent));
        Assert.Contains(id, Ids(loud));
    }

    [Theory]
    [InlineData("DTG501", "Adam(LearningRate = 0.05f)", "Adam(LearningRate = 0.051f)")]
    [InlineData("DTG502", "Adam(LearningRate = 1e-6f)", "Adam(LearningRate = 9e-7f)")]
    [InlineData("DTG502", "SGD(LearningRate = 1e-6f)", "SGD(LearningRate = 9e-7f)")]
    [InlineData("DTG503", "Adam(Epsilon = 2e-3f)", "Adam(Epsilon = 4e-3f)")]
    [InlineData("DTG505", "Adam(WeightDecay = 0.03f)", "Adam(WeightDecay = 0.11f)")]
    // decay beside the gradient: rate x decay x 800 steps
    [InlineData("DTG505", "AdamW(WeightDecay = 1.2f)", "AdamW(WeightDecay = 1.3f)")]
    // a fourth of 800 steps; the mean before the mean of squares
    [InlineData("DTG507", "SGD(Momentum = 0.995f)", "SGD(Momentum = 0.9951f)")]
    [InlineData("DTG507", "Adam(Beta1 = 0.9f, Beta2 = 0.9f)", "Adam(Beta1 = 0.91f, Beta2 = 0.9f)")]
    public void Optimizers(string id, string silent, string loud)
    {
        Assert.DoesNotContain(id, Ids("[Dense(64)] [ReLU]", silent));
        Assert.Contains(id, Ids("[Dense(64)] [ReLU]", loud));
    }

    [Fact]
    public void A_rate_below_the_bounds_is_reported_where_no_other_rule_tells_why_training_fails()
    {
        string layers = string.Concat(Enumerable.Repeat("[Dense(128)] [ReLU] ", 6));
        Assert.Empty(Ids(layers, "SGD(LearningRate = 0.01f, Momentum = 0.9f)"));
        Assert.Equal(["DTG501"], Ids(layers, "SGD(LearningRate = 0.3f, Momentum = 0.9f)"));
        // a low rate may be meant for a long training
        Assert.Empty(Ids(layers, "SGD(LearningRate = 2e-6f)"));
    }

    [Theory]
    [InlineData("[Dense(64, BiasInit = -5f)] [ReLU]", DiagnosticSeverity.Info)]
    [InlineData("[Dense(64, BiasInit = -9f)] [ReLU]", DiagnosticSeverity.Warning)]
    public void A_negative_bias_is_a_warning_where_all_is_dead(string layers, DiagnosticSeverity severity) =>
        Assert.Equal(severity, Find(layers, "DTG109").Severity);

    [Theory]
    [InlineData(
        "[Dense(64, Init = Init.Constant, InitScale = 0.1f)] [Tanh] "
        + "[Dense(32, Init = Init.Constant, InitScale = 0.1f)] [Tanh]",
        DiagnosticSeverity.Warning)]
    [InlineData(
        "[Dense(64, Init = Init.Constant, InitScale = 0.1f)] [Tanh] [Dropout(0.2f)] "
        + "[Dense(32, Init = Init.Constant, InitScale = 0.1f)] [Tanh]",
        DiagnosticSeverity.Info)]
    [InlineData("[Dense(64, Init = Init.Constant, InitScale = 0.1f)] [Tanh]", DiagnosticSeverity.Info)]
    public void Constants_are_a_warning_where_nothing_breaks_the_symmetry(string layers, DiagnosticSeverity severity) =>
        Assert.Equal(severity, Find(layers, "DTG102").Severity);

    [Theory]
    [InlineData("[Dense(64)]")]
    [InlineData("[Dense(64)] [ReLU] [Dense(64)]")]
    public void What_is_linear_is_told_so(string layers) =>
        Assert.Equal(DiagnosticSeverity.Info, Find(layers, "DTG208").Severity);

    [Fact]
    public void Zeros_at_the_output_alone_are_fine() => Assert.Empty(
        Check("[Input(64)] [Dense(64)] [ReLU] [Dense(10, Init = Init.Zeros)] [SoftmaxCrossEntropy] [Adam]"));

    [Fact]
    public void An_autoencoder_is_narrow_on_purpose() => Assert.Empty(
        Check("[Input(64)] [Dense(32)] [Tanh] [Dense(8)] [Tanh] [Dense(32)] [Tanh] [Dense(64)] [MeanSquaredError] [Adam]"));

    [Theory]
    [InlineData("[Network]", "[ReLU] [SoftmaxCrossEntropy]", DiagnosticSeverity.Info)]
    [InlineData("[Network]", "[LeakyReLU] [SoftmaxCrossEntropy]", DiagnosticSeverity.Info)]
    [InlineData("[Network]", "[ReLU] [MeanSquaredError]", DiagnosticSeverity.Info)]
    // positive targets; and those of which half is below 0
    [InlineData("[Network(TargetMean = 3f)]", "[ReLU] [MeanSquaredError]", DiagnosticSeverity.Info)]
    [InlineData("[Network(TargetMean = 0f)]", "[ReLU] [MeanSquaredError]", DiagnosticSeverity.Warning)]
    // prices behind a sigmoid, large numbers of both signs behind tanh; grades from 0 to 1 are fine, but for the few beyond
    [InlineData("[Network(TargetMean = 22f, TargetStd = 9f)]", "[Sigmoid] [MeanSquaredError]", DiagnosticSeverity.Warning)]
    [InlineData("[Network(TargetMean = 0f, TargetStd = 30f)]", "[Tanh] [MeanSquaredError]", DiagnosticSeverity.Warning)]
    [InlineData("[Network(TargetMean = 0.5f, TargetStd = 0.3f)]", "[Sigmoid] [MeanSquaredError]", DiagnosticSeverity.Info)]
    // a sigmoid of what is positive is above 0.5, so every answer is yes; a ReLU has its zeros
    [InlineData("[Network]", "[Softplus] [BinaryCrossEntropy]", DiagnosticSeverity.Warning)]
    [InlineData("[Network]", "[ReLU] [BinaryCrossEntropy]", DiagnosticSeverity.Info)]
    public void A_last_activation_is_a_warning_where_answers_are_out_of_reach(
        string network, string end, DiagnosticSeverity severity) => Assert.Equal(
        severity,
        RulePage.Check($"{network} [Input(64)] [Dense(64)] [Tanh] [Dense(10)] {end} [Adam] public partial class Net;")
            .Single(finding => finding.Rule.Id == "DTG404").Severity);

    [Theory]
    [InlineData("[Network]", "[Sigmoid] [MeanSquaredError]")]
    [InlineData("[Network(TargetMean = 0.5f, TargetStd = 0.1f)]", "[Sigmoid] [MeanSquaredError]")]
    [InlineData("[Network(TargetMean = 3f, TargetStd = 1f)]", "[Softplus] [MeanSquaredError]")]
    [InlineData("[Network]", "[Tanh] [BinaryCrossEntropy]")]
    public void Of_answers_within_reach_nothing_is_said(string network, string end) => Assert.DoesNotContain(
        RulePage.Check($"{network} [Input(64)] [Dense(64)] [Tanh] [Dense(10)] {end} [Adam] public partial class Net;"),
        finding => finding.Rule.Id == "DTG404");

    [Fact]
    public void A_sigmoid_before_its_loss_is_a_warning_and_a_softmax_advice()
    {
        Assert.Equal(DiagnosticSeverity.Warning, Twice("[Dense(1)] [Sigmoid] [BinaryCrossEntropy]"));
        Assert.Equal(DiagnosticSeverity.Info, Twice("[Dense(10)] [Softmax] [SoftmaxCrossEntropy]"));

        static DiagnosticSeverity Twice(string end) =>
            Check($"[Input(64)] [Dense(64)] [ReLU] {end} [Adam]").Single(finding => finding.Rule.Id == "DTG401").Severity;
    }

    private static IEnumerable<string> Ids(string layers, string optimizer = "Adam") =>
        Check($"[Input(64)] {layers} [Dense(10)] [SoftmaxCrossEntropy] [{optimizer}]").Select(finding => finding.Rule.Id);

    private static Finding Find(string layers, string id) =>
        Check($"[Input(64)] {layers} [Dense(10)] [SoftmaxCrossEntropy] [Adam]").Single(finding => finding.Rule.Id == id);

    private static IReadOnlyList<Finding> Check(string steps) => RulePage.Check(Networks.WithSteps(steps));
}
