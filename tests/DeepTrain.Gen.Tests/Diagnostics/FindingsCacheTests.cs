using DeepTrain.Gen.Diagnostics;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Tests.Harness;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>What an editor asks for after each key press is not worked out again.</summary>
public sealed class FindingsCacheTests
{
    private const string Deep =
        "[Network] [Input(8)] [Dense(16)] [Sigmoid] [Dense(16)] [Sigmoid] [Dense(16)] [Sigmoid] [Dense(16)] [Sigmoid] "
        + "[Dense(4)] [SoftmaxCrossEntropy] [SGD] public partial class Deep";

    [Theory]
    [InlineData("// a comment\n\n\n", ";")]
    [InlineData("public class Elsewhere { int X => 1; }\n", ";")]
    [InlineData("", " { public int Added => 1; }")]
    public void An_edit_elsewhere_analyses_nothing_again(string before, string after)
    {
        NetworkSpec first = Parsing.Spec(Deep + ";"), second = Parsing.Spec(before + Deep + after);
        Assert.NotSame(first, second);
        IReadOnlyList<Finding> findings = FindingsCache.Of(first, CancellationToken.None);
        Assert.NotEmpty(findings);
        Assert.Same(findings, FindingsCache.Of(second, CancellationToken.None));
    }

    [Fact]
    public void An_edit_of_the_network_is_looked_at()
    {
        IReadOnlyList<Finding> findings = FindingsCache.Of(Parsing.Spec(Deep + ";"), CancellationToken.None);
        string edited = Deep.Replace("[Sigmoid]", "[ReLU]", StringComparison.Ordinal);
        IReadOnlyList<Finding> mended = FindingsCache.Of(Parsing.Spec(edited + ";"), CancellationToken.None);
        Assert.NotEqual(findings.Select(finding => finding.Rule), mended.Select(finding => finding.Rule));
    }

    [Fact]
    public void A_cancelled_analysis_is_not_kept()
    {
        NetworkSpec spec = Parsing.Spec(Deep.Replace("Dense(16)", "Dense(17)", StringComparison.Ordinal) + ";");
        Assert.Throws<OperationCanceledException>(() => FindingsCache.Of(spec, new CancellationToken(canceled: true)));
        Assert.NotEmpty(FindingsCache.Of(spec, CancellationToken.None));
    }
}
