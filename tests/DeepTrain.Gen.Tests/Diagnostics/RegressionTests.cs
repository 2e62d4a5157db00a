using DeepTrain.Gen.Diagnostics;
using DeepTrain.Gen.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>What a regression does not bear and a classifier does; skills of usual networks on the same tasks are 0.9 and more.</summary>
public class RegressionTests
{
    private const string One = "[MeanSquaredError]", Class = "[SoftmaxCrossEntropy]";

    [Theory]
    // 0.28 and 0.31 of what there is to learn; a class does not depend on the scale of answers
    [InlineData("[Dropout(0.77f)] [Dense(32)] [ReLU] [Dense(2)]", One, true)]
    [InlineData("[Dropout(0.77f)] [Dense(32)] [ReLU] [Dense(2)]", Class, false)]
    [InlineData("[Dropout(0.36f)] [Dense(32)] [ReLU] [Dense(2)]", One, false)]
    // 0.45; 0.38 to 0.63, of seven with 0.62 to 0.67; 0.95
    [InlineData("[Dense(64)] [Tanh] [Dense(2)] [Dropout(0.73f)]", One, true)]
    [InlineData("[Dense(64)] [Tanh] [Dense(2)] [Dropout(0.63f)]", One, false)]
    [InlineData("[Dense(64)] [Tanh] [Dense(2)] [Dropout(0.1f)]", One, false)]
    [InlineData("[Dense(64)] [Tanh] [Dense(2)] [Dropout(0.73f)]", Class, false)]
    // -2 and -43; 0.80, of which the scale explains all that is missing
    [InlineData("[Dense(16)] [SELU] [AlphaDropout(0.3f)] [Dense(16)] [SELU] [AlphaDropout(0.3f)] [Dense(2)]", One, true)]
    [InlineData("[Dense(16)] [SELU] [AlphaDropout(0.1f)] [Dense(16)] [SELU] [AlphaDropout(0.1f)] [Dense(2)]", One, false)]
    [InlineData("[Dense(16)] [SELU] [AlphaDropout(0.3f)] [Dense(16)] [SELU] [AlphaDropout(0.3f)] [Dense(2)]", Class, false)]
    // what is dropped between hidden layers keeps its mean
    [InlineData("[Dense(64)] [ReLU] [Dropout(0.65f)] [Dense(2)]", One, false)]
    public void Answers_of_the_wrong_scale_are_a_warning(string layers, string loss, bool isTold)
    {
        Finding[] found = [.. Check($"[Network] [Input(10)] {layers} {loss} [Adam]").Where(finding => finding.Rule.Id == "DTG312")];
        Assert.Equal(isTold ? 1 : 0, found.Length);
        Assert.All(found, finding => Assert.Equal(DiagnosticSeverity.Warning, finding.Severity));
    }

    [Theory]
    [InlineData("[Dropout(0.7f)] [Dense(32)] [ReLU] [Dense(1)]", "30% of", "Use a rate of 0.2f")]
    [InlineData("[Dense(32)] [ReLU] [Dense(1)] [Dropout(0.7f)]", "30% of", "Remove [Dropout]")]
    [InlineData("[Dense(32)] [SELU] [AlphaDropout(0.5f)] [Dense(1)]", "2.26 times", "Remove [AlphaDropout]")]
    public void The_message_says_by_how_much_and_what_to_do(string layers, string scale, string title)
    {
        Finding finding = Check($"[Network] [Input(10)] {layers} {One} [Adam]").Single(found => found.Rule.Id == "DTG312");
        Assert.Equal(scale, finding.Values[0]);
        Assert.Equal(title, finding.Mend!.Title);
    }

    [Theory]
    // no number; the curvature of a squared error stays, that of a classifier which is sure does not
    [InlineData(0.2f, One, DiagnosticSeverity.Warning)]
    [InlineData(0.02f, One, null)]
    [InlineData(0.2f, Class, null)]
    // 0.78, 0.83 and 0.91 at 3 to 21 times the longest stable step: a bounded slope bounds it
    [InlineData(0.2f, "[Huber]", null)]
    [InlineData(20f, "[Huber]", DiagnosticSeverity.Warning)]
    public void A_step_beyond_the_stable_one_is_a_warning(float rate, string loss, DiagnosticSeverity? severity)
    {
        string layers = "[Input(10)] [Dense(32)] [ReLU] [Dense(32)] [ReLU] [Dense(32)] [ReLU] [Dense(2)]";
        string optimizer = FormattableString.Invariant($"[SGD(LearningRate = {rate}f)]");
        Assert.Equal(
            severity, Check($"[Network] {layers} {loss} {optimizer}").SingleOrDefault(found => found.Rule.Id == "DTG501")?.Severity);
    }

    [Theory]
    // -4234 and worse: outputs that start hundreds of times beyond their targets
    [InlineData("1f", One, "DTG104", true)]
    [InlineData("0.1f", One, "DTG104", false)]
    public void Outputs_far_beyond_their_targets_are_a_warning(string scale, string loss, string id, bool isTold)
    {
        string weights = $"Init = Init.Normal, InitScale = {scale}";
        IEnumerable<Finding> loud = Check($"[Network] [Input(8)] [Dense(128, {weights})] [Swish] [Dense(128, {weights})] [Swish] "
            + $"[Dense(1, {weights})] {loss} [Adam]").Where(finding => finding.Severity == DiagnosticSeverity.Warning);
        Assert.Equal(isTold ? [id] : [], loud.Select(finding => finding.Rule.Id));
    }

    [Theory]
    // 0.85 and 0.98: many layers make answers smaller together, where every step has a length of its own; no number with SGD
    [InlineData(9, "Adam(LearningRate = 1.3e-3f)", false)]
    [InlineData(22, "AdamW(LearningRate = 2.6e-3f)", false)]
    [InlineData(9, "SGD(LearningRate = 1e-3f)", true)]
    public void Deep_networks_come_down_from_far_beyond_their_targets(int depth, string optimizer, bool isTold)
    {
        string weights = depth > 10 ? "Init = Init.Normal, InitScale = 0.318f" : "Init = Init.Normal, InitScale = 0.541f";
        string layers = string.Concat(Enumerable.Repeat($"[Dense({(depth > 10 ? 32 : 16)}, {weights})] [ReLU] ", depth));
        Assert.Equal(isTold, Check($"[Network] [Input(3)] {layers} [Dense(1, {weights})] [Huber] [{optimizer}]")
            .Any(finding => finding.Severity == DiagnosticSeverity.Warning));
    }

    [Theory]
    // steps that are stated, and too few; who trains for longer than is assumed may want a low rate
    [InlineData("[Network(Steps = 100)]", true)]
    [InlineData("[Network]", false)]
    public void A_way_too_short_is_a_warning_where_steps_are_stated(string network, bool isTold)
    {
        IEnumerable<Finding> loud = Check($"{network} [Input(8)] [Dense(16)] [ReLU] [Dense(16)] [ReLU] [Dense(4)] {One} "
            + "[SGD(LearningRate = 0.001f)]").Where(finding => finding.Severity == DiagnosticSeverity.Warning);
        Assert.Equal(isTold ? ["DTG502"] : [], loud.Select(finding => finding.Rule.Id));
    }

    private static IReadOnlyList<Finding> Check(string steps) => RulePage.Check(steps + " public partial class Net;");
}
