using DeepTrain.Gen.Diagnostics;
using DeepTrain.Gen.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>
/// Clipping, norms, decay and long memories: what the judges have not seen. What is said to train does, on the digits; what is
/// warned of does not.
/// </summary>
public class BoundsTests
{
    private const string Small = "[Dense(32)] [ReLU] [Dense(10)]";
    private const string Usual = "[Dense(64)] [ReLU] [Dense(64)] [ReLU] [Dense(10)]";

    [Theory]
    // 0.98, 0.98; 0.97, 0.98; 0.92, 0.93; Adam forgets how long a gradient is: 0.98, 0.98
    [InlineData(Small, "SGD(LearningRate = 10f, ClipNorm = 0.01f)")]
    [InlineData(Usual, "SGD(LearningRate = 1f, ClipNorm = 1f)")]
    [InlineData(Usual, "SGD(LearningRate = 10f, ClipNorm = 1e-3f)")]
    [InlineData(Small, "Adam(ClipNorm = 1e-4f)")]
    // 0.96, 0.98; 0.96, 0.98; 0.84, 0.88; 0.83, 0.84; 0.91, 0.92; 0.90, 0.91
    [InlineData(Small, "AdamW(WeightDecay = 1f)")]
    [InlineData(Usual, "AdamW(WeightDecay = 3f)")]
    [InlineData(Usual, "AdamW(WeightDecay = 10f)")]
    [InlineData(Small, "Adam(WeightDecay = 0.2f)")]
    [InlineData(Usual, "Adam(WeightDecay = 0.1f)")]
    [InlineData(Usual, "SGD(LearningRate = 0.1f, WeightDecay = 0.1f)")]
    // 0.89, 0.94; 0.97, 0.96
    [InlineData(Small, "Adam(Beta1 = 0.999f, Beta2 = 0.9f)")]
    [InlineData(Small, "SGD(LearningRate = 0.01f, Momentum = 0.999f)")]
    public void What_trains_is_not_warned_of(string layers, string optimizer) => Assert.DoesNotContain(
        Check(layers, optimizer), finding => finding.Severity > DiagnosticSeverity.Info);

    [Theory]
    [InlineData(Small, "SGD(LearningRate = 0.01f, ClipNorm = 1e-4f)", "DTG502")]
    [InlineData(Usual, "AdamW(WeightDecay = 30f)", "DTG505")]
    [InlineData(Usual, "AdamW(WeightDecay = 100f)", "DTG505")]
    [InlineData(Usual, "Adam(WeightDecay = 0.5f)", "DTG505")]
    [InlineData(Usual, "SGD(LearningRate = 0.1f, WeightDecay = 0.3f)", "DTG505")]
    [InlineData("[Dense(32, MaxNorm = 0.01f)] [ReLU] [Dense(10, MaxNorm = 0.01f)]", "Adam", "DTG505")]
    [InlineData(
        "[Dense(64, MaxNorm = 0.1f)] [ReLU] [Dense(64, MaxNorm = 0.1f)] [ReLU] [Dense(10, MaxNorm = 0.1f)]", "Adam", "DTG505")]
    [InlineData(
        "[Dense(64, L2 = 0.3f)] [ReLU] [Dense(64, L2 = 0.3f)] [ReLU] [Dense(10, L2 = 0.3f)]", "SGD(LearningRate = 0.1f)", "DTG505")]
    [InlineData("[Dense(64, L1 = 0.1f)] [ReLU] [Dense(64, L1 = 0.1f)] [ReLU] [Dense(10, L1 = 0.1f)]", "Adam", "DTG505")]
    public void What_does_not_train_is_warned_of_and_its_fix_is_sure(string layers, string optimizer, string id)
    {
        Finding finding = Check(layers, optimizer).Single(found => found.Severity == DiagnosticSeverity.Warning);
        Assert.Equal(id, finding.Rule.Id);
        Assert.NotNull(finding.Mend);
    }

    [Theory]
    [InlineData("[Dense(64, MaxNorm = 3f)] [ReLU] [Dense(64, MaxNorm = 3f)] [ReLU] [Dense(10, MaxNorm = 3f)]")]
    // 0.69, 0.72
    [InlineData("[Dense(64, MaxNorm = 0.3f)] [ReLU] [Dense(64, MaxNorm = 0.3f)] [ReLU] [Dense(10, MaxNorm = 0.3f)]")]
    // batch norm gives back what the norm takes; 0.95 and more
    [InlineData("[Dense(64, MaxNorm = 0.1f, Bias = false)] [BatchNorm] [ReLU] [Dense(10)]")]
    // behind batch norm one layer is held, which scales all answers alike: 0.85 on the XOR of clusters
    [InlineData("[Dense(64, MaxNorm = 0.03f, Bias = false)] [BatchNorm] [ReLU] [Dense(10, MaxNorm = 0.03f)]")]
    public void Norms_that_leave_the_outputs_room_are_fine(string layers) => Assert.Empty(Check(layers, "Adam"));

    [Theory]
    // TensorFlow's Auto MPG, and a line with a rate that never comes to rest
    [InlineData("[Input(9)] [Dense(1)] [MeanAbsoluteError] [Adam(LearningRate = 0.1f)]", true)]
    [InlineData("[Input(2)] [Dense(1)] [MeanSquaredError] [SGD(LearningRate = 0.03f)]", true)]
    [InlineData("[Input(2)] [Dense(1)] [MeanSquaredError] [SGD(LearningRate = 1e-7f)]", false)]
    [InlineData("[Input(9)] [Dense(1)] [MeanAbsoluteError] [Adam(LearningRate = 1f)]", false)]
    public void A_line_trains_if_its_steps_get_there_and_come_to_rest(string steps, bool trains) => Assert.Equal(
        trains, RulePage.Check(Networks.WithSteps(steps)).All(finding => finding.Severity < DiagnosticSeverity.Warning));

    [Fact]
    public void One_fix_mends_every_layer()
    {
        const string layers = "[Dense(64, L2 = 1f)] [ReLU] [Dense(64, L2 = 1f)] [ReLU] [Dense(10, L1 = 1f)]";
        Finding finding = Check(layers, "Adam(WeightDecay = 1f)").Single(found => found.Rule.Id == "DTG505");
        Assert.Equal(
            [(1, "L2"), (3, "L2"), (5, "L1"), (7, "WeightDecay")],
            finding.Mend!.Edits.Select(edit => (edit.Step, edit.Argument)).Order());
    }

    [Theory]
    [InlineData("SGD(LearningRate = 0.01f, Momentum = 1.5f)", DiagnosticSeverity.Error)]
    [InlineData("SGD(LearningRate = 0.01f, Momentum = 1.01f)", DiagnosticSeverity.Warning)]
    [InlineData("SGD(LearningRate = 0.01f, Momentum = 1f)", DiagnosticSeverity.Info)]
    [InlineData("RMSProp(LearningRate = 1e-4f, Momentum = 0.999f)", DiagnosticSeverity.Info)]
    public void A_momentum_above_1_never_comes_to_rest(string optimizer, DiagnosticSeverity severity) =>
        Assert.Equal(severity, Check(Small, optimizer).Single(found => found.Rule.Id == "DTG507").Severity);

    private static IReadOnlyList<Finding> Check(string layers, string optimizer) =>
        RulePage.Check(Networks.WithSteps($"[Input(64)] {layers} [SoftmaxCrossEntropy] [{optimizer}]"));
}
