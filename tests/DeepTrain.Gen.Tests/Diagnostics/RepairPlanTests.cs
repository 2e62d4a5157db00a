using DeepTrain.Gen.CodeFixes;
using DeepTrain.Gen.Diagnostics;
using DeepTrain.Gen.Prediction;
using DeepTrain.Gen.Signal;
using DeepTrain.Gen.Tests.Harness;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>A fix leaves a network that the predictor is sure of, and changes no more than that takes.</summary>
public class RepairPlanTests
{
    private const string Momentum = "SGD(LearningRate = 0.01f, Momentum = 0.9f)";
    private const string LongMomentum = "SGD(LearningRate = 0.25f, Momentum = 0.9f)";

    [Theory]
    // one defect
    [InlineData("[Dense(64, Init = Init.Normal, InitScale = 0.01f)] [Tanh]", 10, Momentum, "DTG103")]
    [InlineData("[Dense(64)] [Tanh] [Dropout(0.5f)]", 8, "SGD(LearningRate = 0.01f)", "DTG310")]
    // an init that hides the noise of dropout
    [InlineData("[Dense(32, Init = Init.Normal, InitScale = 0.02f)] [ELU] [Dropout(0.5f)]", 5, "Adam", "DTG103")]
    [InlineData("[Dense(16, Init = Init.Zeros)] [Tanh] [Dropout(0.5f)]", 8, "Adam", "DTG101")]
    // an init that only a rate far too high made move at all
    [InlineData("[Dense(96, Init = Init.Uniform, InitScale = 0.03f)] [LeakyReLU]", 18, LongMomentum, "DTG103")]
    // too deep even with tanh
    [InlineData("[Dense(32, Init = Init.Normal, InitScale = 0.02f)] [Sigmoid] [Dropout(0.2f)]", 26, "Adam", "DTG201")]
    [InlineData("[Dense(32, Bias = false)] [BatchNorm] [ReLU]", 36, "Adam(ClipNorm = 1f)", "DTG213")]
    public async Task The_mended_network_is_predicted_to_train(string layer, int times, string optimizer, string id)
    {
        string source = Declare(layer, times, optimizer);
        Assert.True(ScoreOf(source).Fails);
        string? mended = await CodeFixHarness.Fix(new MendNetworkCodeFix(), source, id);
        Assert.NotNull(mended);
        Assert.Empty(AnalyzerHarness.Errors(TestCompilation.Create(mended)));
        TrainabilityScore score = ScoreOf(mended);
        Assert.False(score.Fails);
        Assert.True(score.Score >= 1.4, $"s = {score.Score}");
    }

    [Fact]
    public async Task What_does_no_harm_stays()
    {
        // the noise of one dropout in ten is not what keeps this from training
        string source = Declare(
            "[Dense(256, Init = Init.Normal, InitScale = 0.002f)] [ReLU] [Dropout(0.1f)]", 3, Momentum);
        string? mended = await CodeFixHarness.Fix(new MendNetworkCodeFix(), source, "DTG103");
        Assert.NotNull(mended);
        Assert.Contains("[Dropout(0.1f)]", mended);
        Assert.DoesNotContain("BatchNorm", mended);
        Assert.Contains(Momentum, mended);
    }

    [Fact]
    public void A_network_that_trains_keeps_the_mend_of_its_rule()
    {
        Finding finding = Assert.Single(RulePage.Check(RulePage.Read(DiagnosticIds.DoubleActivation).Networks[0]));
        Assert.StartsWith("Remove", finding.Mend!.Title);
    }

    [Fact]
    public void Removed_layers_leave_the_output_where_it_was()
    {
        Finding finding = RulePage.Check(Declare("[Dense(32, Bias = false)] [BatchNorm] [ReLU]", 36, "Adam(ClipNorm = 1f)"))
            .Single(found => found.Rule.Id == DiagnosticIds.TooDeep);
        Assert.NotNull(finding.Mend);
        // whole blocks go, the last ones; the input is step 0 and a block has three
        var removals = finding.Mend.Edits.Where(edit => edit.Kind == EditKind.Remove);
        int[] removed = [.. removals.Select(edit => edit.Step).Order()];
        Assert.Equal(0, removed.Length % 3);
        Assert.Equal(Enumerable.Range(removed[0], removed.Length), removed);
        Assert.Equal(108, removed[^1]);
    }

    private static string Declare(string layer, int times, string optimizer)
    {
        string layers = string.Concat(Enumerable.Repeat(layer + " ", times));
        return Networks.WithSteps($"[Input(8)] {layers} [Dense(10)] [SoftmaxCrossEntropy] [{optimizer}]");
    }

    private static TrainabilityScore ScoreOf(string source) =>
        NetworkPrediction.Of(Parsing.Spec(source)).Signal.Trainability;
}
