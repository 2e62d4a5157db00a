using DeepTrain.Gen.CodeFixes;
using DeepTrain.Gen.Diagnostics;
using DeepTrain.Gen.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>Code fixes: what they write compiles, the diagnostic is gone, and none that is as bad has come.</summary>
public class MendTests
{
    /// <summary>Rules whose mend needs a decision that only the user can make.</summary>
    private static readonly string[] WithoutMend =
    [
        DiagnosticIds.FiniteWidth, DiagnosticIds.BatchNormExplosion, DiagnosticIds.BatchNormEpsilon,
        DiagnosticIds.DecayWithBatchNorm, DiagnosticIds.BatchNormSmallBatch,
        DiagnosticIds.OverPooled, DiagnosticIds.FirstDenseHuge, DiagnosticIds.MaxoutCost, DiagnosticIds.UnrollLimit,
        DiagnosticIds.UnscaledTargets,
    ];

    public static TheoryData<string> Ids => [.. NetworkRules.All.Select(rule => rule.Id).Except(WithoutMend)];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_fix_mends(string id)
    {
        string source = RulePage.Read(id).Networks[0];
        DiagnosticSeverity severity = RulePage.Check(source).Single(finding => finding.Rule.Id == id).Severity;
        string? mended = await CodeFixHarness.Fix(new MendNetworkCodeFix(), source, id);
        Assert.NotNull(mended);
        Assert.NotEqual(source, mended);
        Assert.Empty(AnalyzerHarness.Errors(TestCompilation.Create(mended)));
        IReadOnlyList<Finding> left = RulePage.Check(mended);
        Assert.DoesNotContain(left, finding => finding.Rule.Id == id);
        // clipping leaves what it protects from
        Assert.DoesNotContain(left, finding => finding.Severity >= severity && id != DiagnosticIds.NoClipping);
    }

    [Fact]
    public void What_no_scale_mends_is_not_told_to_use_one()
    {
        IReadOnlyList<Finding> findings = RulePage.Check(
            "[Network] [Input(64)] [Dense(1)] [Softmax] [Dense(10)] [SoftmaxCrossEntropy] [SGD(LearningRate = 0.1f)] public partial class Net;");
        Assert.Contains(findings, finding => finding.Rule.Id == DiagnosticIds.SoftmaxHidden);
        Assert.DoesNotContain(findings, finding => finding.Conclusion.Contains("NaN", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task All_networks_of_a_file_are_mended_at_once(string id)
    {
        string source = RulePage.Read(id).Networks[0];
        string two = $"{source}\n\nnamespace Other\n{{\n{source}\n}}\n";
        string mended = await CodeFixHarness.FixAll(new MendNetworkCodeFix(), two, id);
        var left = await AnalyzerHarness.Analyze(TestCompilation.Create(mended));
        Assert.DoesNotContain(left, diagnostic => diagnostic.Id == id);
    }

    [Fact]
    public async Task A_step_on_its_own_line_is_removed_with_the_line() => await Mends(
        """
        [Network]
        [Input(64)]
        [Dense(64)]
        [ReLU]
        [ReLU]
        [Dense(10)]
        [SoftmaxCrossEntropy]
        [Adam]
        public partial class Net;
        """,
        """
        [Network]
        [Input(64)]
        [Dense(64)]
        [ReLU]
        [Dense(10)]
        [SoftmaxCrossEntropy]
        [Adam]
        public partial class Net;
        """);

    [Fact]
    public async Task A_step_among_others_is_removed_with_its_comma() => await Mends(
        "[Network, Input(64), Dense(64), ReLU, ReLU, Dense(10), SoftmaxCrossEntropy, Adam] public partial class Net;",
        "[Network, Input(64), Dense(64), ReLU, Dense(10), SoftmaxCrossEntropy, Adam] public partial class Net;");

    [Fact]
    public async Task An_inserted_step_stands_like_its_neighbour() => await Mends(
        """
        [Network]
            [Input(64)]
            [Dense(64)]
            [Dense(10)]
            [SoftmaxCrossEntropy]
            [Adam]
        public partial class Net;
        """,
        """
        [Network]
            [Input(64)]
            [Dense(64)]
            [ReLU]
            [Dense(10)]
            [SoftmaxCrossEntropy]
            [Adam]
        public partial class Net;
        """);

    [Fact]
    public async Task Qualified_steps_stay_qualified_and_named_ones_named() => await Mends(
        """
        [DeepTrain.Network] [DeepTrain.Input(64)] [DeepTrain.Dense(64)] [DeepTrain.Softmax(Name = "hidden")] [DeepTrain.Dense(10)]
        [DeepTrain.SoftmaxCrossEntropy] [DeepTrain.Adam] public partial class Net;
        """,
        """
        [DeepTrain.Network] [DeepTrain.Input(64)] [DeepTrain.Dense(64)] [DeepTrain.ReLU(Name = "hidden")] [DeepTrain.Dense(10)]
        [DeepTrain.SoftmaxCrossEntropy] [DeepTrain.Adam] public partial class Net;
        """);

    [Fact]
    public async Task Arguments_are_replaced_in_place_and_added_at_the_end() => await Mends(
        "[Network] [Input(64)] [Dense(64, Init = Init.HeNormal, Bias = false)] [SELU] [Dense(10)] "
        + "[SoftmaxCrossEntropy] [Adam] public partial class Net;",
        "[Network] [Input(64)] [Dense(64, Init = Init.LeCunNormal, Bias = false)] [SELU] [Dense(10)] "
        + "[SoftmaxCrossEntropy] [Adam] public partial class Net;");

    [Fact]
    public async Task Attributes_that_are_no_steps_stay_where_they_are() => await Mends(
        "[Network] [Input(64)] [Obsolete] [Dense(64)] [Softmax] [Serializable] [Dense(10)] "
        + "[SoftmaxCrossEntropy] [Adam] public partial class Net;",
        "[Network] [Input(64)] [Obsolete] [Dense(64)] [ReLU] [Serializable] [Dense(10)] "
        + "[SoftmaxCrossEntropy] [Adam] public partial class Net;");

    private static async Task Mends(string source, string expected) =>
        Assert.Equal(expected, await CodeFixHarness.Fix(new MendNetworkCodeFix(), source));
}
