using DeepTrain.Gen.Diagnostics;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>What is told where no part of a network is wrong by itself, and where a setting alone keeps it from training.</summary>
public class VerdictTests
{
    private const string Narrow =
        "[Input(8)] [Dense(16)] [Tanh] [Dense(16)] [Tanh] [Dense(16)] [Tanh] [Dropout(0.4f)] [Dense(10)] [SoftmaxCrossEntropy]";

    private const string Unbounded =
        "[Input(8)] [Dense(64)] [PReLU] [Dense(64)] [PReLU] [Dense(64)] [PReLU] [Dense(2)] [SoftmaxCrossEntropy]";

    private const string Bounded =
        "[Input(8)] [Dense(64)] [Tanh] [Dense(64)] [Tanh] [Dense(64)] [Tanh] [Dense(2)] [SoftmaxCrossEntropy]";

    [Fact]
    public void What_stands_in_the_way_is_what_the_fix_changes()
    {
        Finding finding = Assert.Single(Check($"[Network(Steps = 300)] {Narrow} [SGD(LearningRate = 0.0005f)]"));
        Assert.Equal(("DTG215", DiagnosticSeverity.Warning), (finding.Rule.Id, finding.Severity));
        Assert.Equal(["300 steps of 64 rows", "how much dropout drops and how short its steps are"], finding.Values);
        Assert.Equal("Lower dropout to 10% and use a learning rate of 0.1f", finding.Mend!.Title);
    }

    [Theory]
    // a usual rate; one that another rule names
    [InlineData("[Network(Steps = 300)]", "SGD(LearningRate = 0.1f)")]
    [InlineData("[Network(Steps = 300)]", "SGD(LearningRate = 1e-7f)")]
    public void It_is_silent_where_a_network_trains_and_where_another_rule_speaks(string network, string optimizer) =>
        Assert.DoesNotContain(Check($"{network} {Narrow} [{optimizer}]"), finding => finding.Rule.Id == "DTG215");

    [Theory]
    // no number within 800 steps, with steps of 12 % of the longest stable one; bounded activations and batch norm hold it
    [InlineData(Unbounded, "SGD(LearningRate = 0.01f, Momentum = 0.99f)", true)]
    [InlineData(Unbounded, "SGD(LearningRate = 0.003f, Momentum = 0.99f)", false)]
    [InlineData(Unbounded, "SGD(LearningRate = 0.01f, Momentum = 0.9f)", false)]
    [InlineData(Bounded, "SGD(LearningRate = 0.01f, Momentum = 0.99f)", false)]
    // a mean of gradients that remembers longer than that of their squares is advice: of eleven with 0.999 and 0.5 six trained
    [InlineData(Unbounded, "Adam(Beta1 = 0.999f, Beta2 = 0.5f)", false)]
    [InlineData(Unbounded, "Adam(Beta1 = 0.99f, Beta2 = 0.5f)", false)]
    public void A_memory_that_nothing_stops_is_a_warning(string layers, string optimizer, bool isTold) => Assert.Equal(
        isTold ? ["DTG507"] : [],
        Check($"[Network] {layers} [{optimizer}]").Where(finding => finding.Severity == DiagnosticSeverity.Warning)
            .Select(finding => finding.Rule.Id));

    [Theory]
    // weights that put a step of SGD beyond 60 times the longest stable one, and below it
    [InlineData("0.5f", true)]
    [InlineData("0.15f", false)]
    public void Steps_that_no_task_bears_are_a_warning(string scale, bool isTold)
    {
        string layers = string.Concat(Enumerable.Repeat($"[Dense(96, Init = Init.Normal, InitScale = {scale})] [Softplus] ", 4));
        Assert.Equal(isTold, Check($"[Network] [Input(13)] {layers} [Dense(3)] [SoftmaxCrossEntropy] [SGD(LearningRate = 0.027f)]")
            .Any(finding => finding.Severity == DiagnosticSeverity.Warning));
    }

    [Theory]
    [InlineData(1, "its only output is always 1")]
    [InlineData(4, "its 4 outputs sum to 1, so each is about 0.25")]
    public void A_hidden_softmax_is_told_what_its_outputs_are(int units, string what) => Assert.Equal(
        what,
        Check($"[Network] [Input(8)] [Dense({units})] [Softmax] [Dense(3)] [SoftmaxCrossEntropy] [Adam]")
            .Single(finding => finding.Rule.Id == "DTG211").Values[2]);

    [Theory]
    // seven of seven failed at means of 500 to 5400, none of four up to 121
    [InlineData("InputMean = 600f, InputStd = 60f", "[Dense(32)] [ELU]", DiagnosticSeverity.Warning)]
    [InlineData("InputMean = 120f, InputStd = 12f", "[Dense(32)] [ELU]", DiagnosticSeverity.Info)]
    [InlineData("InputMean = 600f, InputStd = 600f", "[Dense(32)] [ELU]", DiagnosticSeverity.Info)]
    [InlineData("InputMean = 600f, InputStd = 60f", "[Dense(32, Bias = false)] [BatchNorm] [ELU]", null)]
    public void A_mean_of_hundreds_is_a_warning(string facts, string layers, DiagnosticSeverity? severity) => Assert.Equal(
        severity,
        Check($"[Network({facts})] [Input(8)] {layers} [Dense(2)] [SoftmaxCrossEntropy] [Adam]")
            .SingleOrDefault(finding => finding.Rule.Id == "DTG607")?.Severity);

    [Theory]
    // 0.61, 0.71 and 0.95 of what there is to learn: one unit tells one number as a line does, and two classes; but not ten
    [InlineData("Constant, InitScale = 0.1f", "[Dense(1, Init = Init.Constant, InitScale = 0.1f)] [BinaryCrossEntropy]", DiagnosticSeverity.Info)]
    [InlineData("Constant, InitScale = 0.1f", "[Dense(10, Init = Init.Constant, InitScale = 0.1f)] [SoftmaxCrossEntropy]", DiagnosticSeverity.Warning)]
    [InlineData("Zeros", "[Dense(1, Init = Init.Zeros)] [BinaryCrossEntropy]", DiagnosticSeverity.Info)]
    [InlineData("Zeros", "[Dense(10, Init = Init.Zeros)] [SoftmaxCrossEntropy]", DiagnosticSeverity.Warning)]
    public void Equal_units_are_advice_where_there_is_one_answer(string init, string end, DiagnosticSeverity severity)
    {
        IReadOnlyList<Finding> found = Check($"[Network] [Input(7)] [Dense(32, Init = Init.{init})] [Sigmoid] {end} [Adam]");
        Assert.Equal(severity, found.Max(finding => finding.Severity));
        Assert.Contains(found, finding => finding.Rule.Id is "DTG101" or "DTG102" && finding.Severity == severity);
    }

    private static IReadOnlyList<Finding> Check(string steps) => RulePage.Check(steps + " public partial class Net;");
}
