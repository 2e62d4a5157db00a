using DeepTrain.Gen.Model;
using DeepTrain.Gen.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepTrain.Gen.Tests.Pipeline;

/// <summary>A build says for which vectors networks are compiled, and pays for no others.</summary>
public sealed class VectorWidthTests
{
    private const string Declared = """
        using DeepTrain;

        [Network]
        [Input(8)]
        [Dense(40)]
        [Tanh]
        [Dense(3)]
        [SoftmaxCrossEntropy]
        [Adam(ClipNorm = 1f)]
        public partial class Small;
        """;

    [Theory]
    [InlineData(null, "512 256")]
    [InlineData("", "512 256")]
    [InlineData("128", "128")]
    [InlineData("512", "512")]
    [InlineData("256,", "256")]
    [InlineData("128,512", "512 128")]
    [InlineData("128, 256, 512, 128", "512 256 128")]
    [InlineData("1024", "512 256")]
    public void A_list_names_widths_in_any_order(string? list, string expected) =>
        Assert.Equal(expected, string.Join(" ", VectorWidths.Parse(list).Bits));

    [Theory]
    [InlineData("512")]
    [InlineData("256")]
    [InlineData("128")]
    [InlineData("512,128")]
    [InlineData("512,256,128")]
    public void Only_what_is_asked_for_is_written_and_it_compiles(string widths)
    {
        GeneratorRun run = GeneratorHarness.Run(TestCompilation.Create(Declared), widths);

        Assert.Empty(run.Output.GetDiagnostics(TestContext.Current.CancellationToken).Where(d => d.Severity >= DiagnosticSeverity.Warning));
        string all = string.Join("\n", run.Texts.Values);
        foreach (string bits in new[] { "512", "256", "128" })
        {
            bool isAsked = widths.Split(',').Contains(bits);
            Assert.Equal(isAsked, all.Contains($"void Train{bits}(", StringComparison.Ordinal));
        }

        // one test for each width but the narrowest, which needs none
        Assert.Equal(widths.Contains(','), all.Contains("Vector512.IsHardwareAccelerated", StringComparison.Ordinal));
        Assert.Equal(widths == "512,256,128", all.Contains("Vector256.IsHardwareAccelerated", StringComparison.Ordinal));
        Assert.DoesNotContain("Vector128.IsHardwareAccelerated", all, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_width_does_not_change_what_is_written_for_the_others()
    {
        IReadOnlyDictionary<string, string> usual = GeneratorHarness.Run(Declared).Texts;
        IReadOnlyDictionary<string, string> all = GeneratorHarness.Run(TestCompilation.Create(Declared), "512,256,128").Texts;

        Assert.Equal(usual.Keys.Order(), all.Keys.Where(name => !name.EndsWith(".128.g.cs", StringComparison.Ordinal)).Order());
        foreach (string method in new[] { "Dense1512", "Dense2512", "LossRows512", "UpdateRange512", "Train512" })
            Assert.Equal(Method(usual, method), Method(all, method));

        static string Method(IReadOnlyDictionary<string, string> files, string name) => files.Values
            .SelectMany(text => CSharpSyntaxTree.ParseText(text).GetRoot().DescendantNodes())
            .OfType<Microsoft.CodeAnalysis.CSharp.Syntax.MethodDeclarationSyntax>()
            .First(method => method.Identifier.Text.StartsWith(name[..^3], StringComparison.Ordinal)
                && method.Identifier.Text.EndsWith("512", StringComparison.Ordinal)).ToString();
    }

    [Fact]
    public void A_stage_has_a_file_for_each_width_and_the_widest_has_the_plain_name()
    {
        IReadOnlyDictionary<string, string> files = GeneratorHarness.Run(TestCompilation.Create(Declared), "512,256,128").Texts;

        foreach ((string file, string bits) in new[] { ("Small.Dense1", "512"), ("Small.Dense1.256", "256"), ("Small.Dense1.128", "128") })
        {
            string[] widths = [.. new[] { "512", "256", "128" }.Where(
                width => files[file + ".g.cs"].Contains($"StageForward{width}(", StringComparison.Ordinal))];
            Assert.Equal([bits], widths);
        }
    }

    [Fact]
    public void The_widths_are_part_of_what_runs_are_compared_by()
    {
        CSharpCompilation project = TestCompilation.Create(Declared);
        GeneratorDriver driver = GeneratorHarness.NewDriver(widths: "512,256");
        GeneratorRun first = GeneratorHarness.Run(driver, project);
        GeneratorRun same = GeneratorHarness.Run(
            first.Driver.WithUpdatedAnalyzerConfigOptions(new BuildProperties("256,512")), project);
        GeneratorRun other = GeneratorHarness.Run(
            first.Driver.WithUpdatedAnalyzerConfigOptions(new BuildProperties("128")), project);

        Assert.All(same.OutputReasons, reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        Assert.Contains(other.OutputReasons, reason => reason == IncrementalStepRunReason.Modified);
    }

    [Fact]
    public void The_narrowest_width_is_read_and_found_to_be_good_prose()
    {
        GeneratorRun run = GeneratorHarness.Run(TestCompilation.Create(Declared.Replace("Dense(40)", "Dense(6)", StringComparison.Ordinal)), "128");
        Snapshots.Match(run);
    }
}
