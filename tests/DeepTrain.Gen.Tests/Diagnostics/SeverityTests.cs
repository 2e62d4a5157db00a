using DeepTrain.Gen.Diagnostics;
using DeepTrain.Gen.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>
/// An error says that a network cannot work, whatever its data are; a warning that it is predicted not to train; all else is
/// advice. The networks that train were trained on the digits: accuracies are those of two seeds.
/// </summary>
public class SeverityTests
{
    private const string Classes = "[SoftmaxCrossEntropy] [Adam]";

    [Theory]
    // a linear autoencoder and word vectors
    [InlineData("[Input(784)] [Dense(32)] [Dense(784)] [MeanSquaredError] [Adam]")]
    [InlineData("[Input(1000)] [Dense(100)] [Dense(1000)] [SoftmaxCrossEntropy] [SGD(LearningRate = 0.025f)]")]
    // 0.94, 0.97: what is linear can be learned
    [InlineData("[Input(64)] [Dense(32)] [Dense(10)] " + Classes, "DTG208")]
    [InlineData("[Input(64)] [Dense(32)] [LeakyReLU(1f)] [Dense(10)] " + Classes, "DTG208")]
    // 0.95, 0.98
    [InlineData("[Input(64)] [Dense(32)] [ReLU] [Dense(10)] [ReLU] " + Classes, "DTG404")]
    // 0.96, 0.96
    [InlineData("[Input(64)] [Dense(32)] [ReLU] [Dense(10)] [Dropout(0.5f)] " + Classes, "DTG307")]
    // 0.95, 0.96; -5: 0.78, 0.68
    [InlineData("[Input(64)] [Dense(32, BiasInit = -3f)] [ReLU] [Dense(10)] " + Classes, "DTG214")]
    [InlineData("[Input(64)] [Dense(32, BiasInit = -5f)] [ReLU] [Dense(10)] " + Classes, "DTG109")]
    // 0.95, 0.98: what AlphaDropout puts in the place of a unit tells them apart; so it does zeros
    [InlineData(
        "[Input(64)] [Dense(32, Init = Init.Constant, InitScale = 0.1f)] [SELU] [AlphaDropout(0.1f)] "
        + "[Dense(10, Init = Init.Constant, InitScale = 0.1f)] " + Classes, "DTG102")]
    [InlineData(
        "[Input(64)] [Dense(32, Init = Init.Zeros)] [SELU] [AlphaDropout(0.1f)] [Dense(10, Init = Init.Zeros)] " + Classes,
        "DTG101")]
    // 0.95, 0.97
    [InlineData("[Input(64)] [Dense(32, Init = Init.Constant, InitScale = 0.1f)] [Tanh] [Dense(10)] " + Classes, "DTG102")]
    // 0.95, 0.97
    [InlineData("[Input(64)] [Dense(32)] [ReLU] [Dense(10)] [Sigmoid] [MeanSquaredError] [Adam]", "DTG403")]
    // 0.97, 0.97
    [InlineData("[Input(64)] [Dense(32)] [ReLU] [Dense(10)] [Softmax] " + Classes, "DTG401")]
    // 0.97, 0.97: the outputs of a batch know of each other, and it trains
    [InlineData("[Input(64)] [Dense(32)] [ReLU] [Dense(10)] [BatchNorm] " + Classes, "DTG304")]
    // 0.93 on clouds
    [InlineData("[Input(8)] [Dense(32)] [Tanh] [Dense(10)] [BatchNorm] [Dropout(0.62f)] " + Classes, "DTG304", "DTG307")]
    // 0.91 on the XOR of clusters
    [InlineData("[Input(3)] [Dense(16)] [ELU] [Dropout(0.3f)] [Dense(1)] [Dropout(0.17f)] [BinaryCrossEntropy] [Nadam]", "DTG307")]
    // one network in sixteen is born dead
    [InlineData("[Input(8)] [Dense(4)] [ReLU] [Dense(2)] " + Classes, "DTG212")]
    [InlineData("[Input(8)] [Dense(8)] [ReLU] [Dropout(0.1f)] [Dense(2)] " + Classes, "DTG306")]
    // prices are positive, and so may their network's answers be
    [InlineData("[Input(13)] [Dense(64)] [ReLU] [Dense(1)] [ReLU] [MeanSquaredError] [Adam]", "DTG404")]
    public void A_network_that_trains_gets_advice_at_most(string steps, params string[] advice)
    {
        IReadOnlyList<Finding> findings = Check(steps);
        Assert.All(findings, finding => Assert.Equal(DiagnosticSeverity.Info, finding.Severity));
        Assert.All(advice, id => Assert.Contains(findings, finding => finding.Rule.Id == id));
    }

    [Theory]
    // zeros behind zeros
    [InlineData("[Input(64)] [Dense(32, Init = Init.Zeros)] [Tanh] [Dense(10, Init = Init.Zeros)] " + Classes, "DTG101")]
    // a ReLU at 0 passes nothing, whatever comes behind; nor does one at -1
    [InlineData("[Input(64)] [Dense(32, Init = Init.Zeros)] [ReLU] [Dense(10)] " + Classes, "DTG101")]
    [InlineData("[Input(64)] [Dense(32, Init = Init.Zeros, BiasInit = -1f)] [ReLU] [Dense(10)] " + Classes, "DTG101")]
    [InlineData("[Input(64)] [Dense(32)] [ReLU] [Dense(1)] [SoftmaxCrossEntropy] [Adam]", "DTG402")]
    [InlineData("[Input(64)] [Dense(1)] [Softmax] [Dense(10)] " + Classes, "DTG402")]
    public void What_cannot_work_is_an_error(string steps, string id) =>
        Assert.Equal(DiagnosticSeverity.Error, Check(steps).Single(finding => finding.Rule.Id == id).Severity);

    [Theory]
    // one unit can still learn what one unit can: iris
    [InlineData("[Dense(32, Init = Init.Zeros)] [Sigmoid] [Dense(10, Init = Init.Zeros)]", "Adam", "DTG101")]
    [InlineData(
        "[Dense(32, Init = Init.Constant, InitScale = 0.1f)] [Tanh] [Dense(10, Init = Init.Constant, InitScale = 0.1f)]", "Adam",
        "DTG102")]
    [InlineData("[Dense(64, BiasInit = -9f)] [ReLU] [Dense(10)]", "Adam", "DTG109")]
    [InlineData("[Dense(32)] [ReLU] [Dense(10)]", "SGD(LearningRate = 1e5f)", "DTG501")]
    public void What_data_might_let_work_is_a_warning(string layers, string optimizer, string id) => Assert.Equal(
        DiagnosticSeverity.Warning,
        Check($"[Input(64)] {layers} [SoftmaxCrossEntropy] [{optimizer}]").Single(finding => finding.Rule.Id == id).Severity);

    [Fact]
    public void A_cause_is_no_error_for_what_it_explains_and_an_error_is_explained_by_nothing()
    {
        string layers = string.Concat(Enumerable.Repeat("[Dense(500, Init = Init.Normal, InitScale = 1f)] [ReLU]", 60));
        IReadOnlyList<Finding> findings =
            Check($"[Input(500)] {layers} [Dense(10)] [SoftmaxCrossEntropy] [SGD(ClipNorm = 1f)]");
        Assert.Equal(DiagnosticSeverity.Warning, findings.Single(finding => finding.Rule.Id == "DTG104").Severity);
        // float overflows for inputs a million times smaller than assumed
        Assert.Equal(DiagnosticSeverity.Error, findings.Single(finding => finding.Rule.Id == "DTG203").Severity);
        Assert.DoesNotContain(findings.SelectMany(finding => finding.Explains), each => each.Severity == DiagnosticSeverity.Error);
    }

    [Theory]
    [InlineData("[Dense(64, BiasInit = 10f)] [Sigmoid] [Dense(64, BiasInit = 10f)] [Sigmoid]")]
    [InlineData("[Dense(64, BiasInit = 10f)] [Tanh]")]
    [InlineData("[Dense(64, BiasInit = -12f)] [Tanh] [Dense(64)] [Tanh]")]
    public void A_bias_that_is_the_fault_is_named(string layers)
    {
        IReadOnlyList<Finding> findings = Check($"[Input(64)] {layers} [Dense(10)] {Classes}");
        Finding finding = findings.OrderByDescending(found => found.Severity).First();
        Assert.Equal("DTG109", finding.Rule.Id);
        Assert.StartsWith("Start biases at 0", finding.Mend!.Title);
    }

    // 8 -> 64 makes an orthogonal or a Glorot init smaller per unit: that is the widening's doing
    [Theory]
    [InlineData("[Dense(64, Init = Init.Orthogonal)] [Tanh]", "DTG110")]
    [InlineData("[Dense(64)] [Tanh] [Dense(64)] [Tanh]", "DTG103")]
    public void What_a_widening_does_is_not_blamed_on_the_init(string layers, string id) => Assert.DoesNotContain(
        Check($"[Input(8)] {layers} [Dense(10)] [SoftmaxCrossEntropy] [SGD(LearningRate = 1e-4f)]"), finding => finding.Rule.Id == id);

    private static IReadOnlyList<Finding> Check(string steps) => RulePage.Check(Networks.WithSteps(steps));
}
