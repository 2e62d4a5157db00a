using DeepTrain.Gen.CodeFixes;
using DeepTrain.Gen.Diagnostics;
using DeepTrain.Gen.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>One fix mends what all warnings of a network name, and says so.</summary>
public class JointMendsTests
{
    [Theory]
    // a rate that moves nothing, and norms that hold everything
    [InlineData("[Dense(64, MaxNorm = 0.01f)] [ReLU] [Dense(10, MaxNorm = 0.01f)]", "Adam(LearningRate = 1e-7f)", "DTG502", "DTG505")]
    [InlineData("[Dense(64)] [ReLU] [Dense(10)]", "Adam(LearningRate = 1e-7f, WeightDecay = 1f)", "DTG502", "DTG505")]
    public async Task The_first_fix_leaves_no_warning(string layers, string optimizer, params string[] ids)
    {
        string source = Networks.WithSteps($"[Input(64)] {layers} [SoftmaxCrossEntropy] [{optimizer}]");
        Finding[] loud = [.. RulePage.Check(source).Where(finding => finding.Severity == DiagnosticSeverity.Warning)];
        Assert.Equal(ids, loud.Select(finding => finding.Rule.Id).Order());
        foreach (Finding finding in loud)
        {
            string? mended = await CodeFixHarness.Fix(new MendNetworkCodeFix(), source, finding.Rule.Id);
            Assert.NotNull(mended);
            Assert.DoesNotContain(RulePage.Check(mended), left => left.Severity == DiagnosticSeverity.Warning);
            Assert.All(loud, other => Assert.Equal(Words(other), Words(finding)));
        }

        // the same in another order
        static IEnumerable<char> Words(Finding finding) =>
            finding.Mend!.Title.ToLowerInvariant().Where(char.IsLetterOrDigit).Order();
    }

    [Theory]
    // what is left once the cause is mended is mended too
    [InlineData(
        "[Dense(64, Init = Init.Zeros)] [Tanh] [Dense(10, Init = Init.Zeros)]",
        "SGD(LearningRate = 0.01f, Momentum = 0.9f, ClipNorm = 6e-4f)", "", "DTG101", "ClipNorm = 1f", "Init.Zeros")]
    [InlineData(
        "[Dense(64, BiasInit = 15f)] [ELU] [Dense(32, BiasInit = 15f)] [ELU] [Dense(10)]", "SGD(LearningRate = 0.05f)",
        "InputMean = 10f", "DTG607", "start biases at 0", "BiasInit")]
    public async Task A_fix_does_what_is_left_behind_it(
        string layers, string optimizer, string facts, string id, string title, string gone)
    {
        string source = $"[Network({facts})] [Input(13)] {layers} [SoftmaxCrossEntropy] [{optimizer}] public partial class Net;";
        Finding finding = RulePage.Check(source).Single(found => found.Rule.Id == id);
        Assert.Equal(id == "DTG101" ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning, finding.Severity);
        Assert.Contains(title, finding.Mend!.Title, StringComparison.OrdinalIgnoreCase);
        string? mended = await CodeFixHarness.Fix(new MendNetworkCodeFix(), source, id);
        Assert.NotNull(mended);
        Assert.DoesNotContain(gone, mended);
        Assert.DoesNotContain(RulePage.Check(mended), left => left.Severity >= DiagnosticSeverity.Warning);
    }

    [Fact]
    public void A_bottleneck_is_mended_with_what_would_be_the_next()
    {
        const string source = "[Network] [Input(64)] [Dense(3)] [Tanh] [Dense(2)] [Tanh] [Dense(6)] [Tanh] [Dense(32)] [Tanh] "
            + "[Dense(10)] [SoftmaxCrossEntropy] [Adam] public partial class Net;";
        Finding finding = RulePage.Check(source).Single(found => found.Rule.Id == "DTG601");
        Assert.Equal([1, 3, 5], finding.Mend!.Edits.Where(edit => edit.Argument == "units@0").Select(edit => edit.Step));
    }

    [Fact]
    public void Fixes_of_the_same_argument_do_not_join()
    {
        Finding[] findings =
        [
            Warning(Edit.Set(3, "Epsilon", "1e-8f"), "Use Epsilon = 1e-8f"), Warning(Edit.Set(3, "Epsilon", "1f"), "Use Epsilon = 1f"),
            Warning(Edit.Remove(3), "Remove [Adam]"), Warning(Edit.Set(3, "ClipNorm", "1f"), "Use ClipNorm = 1f"),
        ];
        Mend joined = JointMends.Of(findings)[0].Mend!;
        Assert.Equal("Use Epsilon = 1e-8f and use ClipNorm = 1f", joined.Title);
        Assert.Equal(["Epsilon", "ClipNorm"], joined.Edits.Select(edit => edit.Argument));
    }

    [Fact]
    public void A_comma_keeps_apart_what_has_an_and_of_its_own()
    {
        Mend joined = JointMends.Join(
            new Mend("Use Init.Auto and a learning rate of 0.01f", Edit.Unset(1, "Init")), [new Mend("Remove [Softmax]", Edit.Remove(2))]);
        Assert.Equal("Use Init.Auto and a learning rate of 0.01f, and remove [Softmax]", joined.Title);
    }

    [Fact]
    public void Advice_is_not_joined_to_a_warning()
    {
        Finding advice = Warning(Edit.Remove(2), "Remove [ReLU]") with { Severity = DiagnosticSeverity.Info };
        Finding warning = Warning(Edit.Set(3, "Epsilon", "1e-8f"), "Use Epsilon = 1e-8f");
        IReadOnlyList<Finding> joined = JointMends.Of([advice, warning]);
        Assert.Equal(["Remove [ReLU]", "Use Epsilon = 1e-8f"], joined.Select(finding => finding.Mend!.Title));
    }

    private static Finding Warning(Edit edit, string title) =>
        new Finding(NetworkRules.All[0], DiagnosticSeverity.Warning, new Place(edit.Step), []).With(new Mend(title, edit));
}
