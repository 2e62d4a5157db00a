using DeepTrain.Gen.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>DTG013. Constants that emitted code brings, in declarations.</summary>
public class UnknownNumberTests
{
    private const string Encoder =
        "[Network] [Input(6)] [Dense(3)] [MeanSquaredError] [SGD] public partial class Encoder;";

    [Theory]
    [InlineData("Input(Encoder.OutputSize)", 3)]
    [InlineData("Input(global::Encoder.OutputSize * 2 + 1)", 7)]
    [InlineData("Input(features: Sizes.Hidden)", 9)]
    [InlineData("Input((int)(Encoder.ParameterCount / 10f))", 2)]
    [InlineData("Input(Sizes.Imported)", 3)]
    [InlineData("Input(Chain.OutputSize)", 6)]
    public async Task Numbers_of_another_network_are_fine(string input, int expected)
    {
        string[] sources =
        [
            $"[Network] [{input}] [Dense(2)] [MeanSquaredError] [SGD(LearningRate = 1f / Encoder.ParameterCount)] partial class Net;",
            Encoder,
            """
            using static Encoder;
            static class Sizes
            {
                public const int Hidden = Half * Encoder.OutputSize, Imported = OutputSize;
                const int Half = Encoder.InputSize / 2;
            }
            """,
            "[Network] [Input(Encoder.OutputSize)] [Dense(Encoder.InputSize)] [MeanSquaredError] [SGD] public partial class Chain;",
        ];
        await AnalyzerHarness.Verify(sources);
        GeneratorRun run = GeneratorHarness.Run(sources);
        Assert.Empty(AnalyzerHarness.Errors(run.Output));
        Assert.Contains($"public const int InputSize = {expected};", run.Texts["Net.g.cs"], StringComparison.Ordinal);
        Assert.Contains("learningRate: 0.04761905f", run.Texts["Net.Training.g.cs"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[Network] [Input({|DTG013:Net.InputSize|})] [Dense(2)] [MeanSquaredError] [SGD] partial class Net;")]
    [InlineData("""
        [Network] [Input(2)] [Dense({|DTG013:B.InputSize|})] [MeanSquaredError] [SGD] partial class A;
        [Network] [Input({|DTG013:A.OutputSize|})] [Dense(2)] [MeanSquaredError] [SGD] partial class B;
        """)]
    [InlineData("using static Other; [Network] [Input({|DTG013:OutputSize|})] [Dense(2)] [MeanSquaredError] [SGD] partial class Net;"
        + "[Network] [Input(2)] [Dense(2)] [MeanSquaredError] [SGD] partial class Other;")]
    [InlineData("""
        static class Sizes { public const int Of = Net.OutputSize + 1; }
        [Network] [Input(2)] [Dense({|DTG013:Sizes.Of|})] [MeanSquaredError] [SGD] partial class Net;
        """)]
    public async Task Numbers_that_go_round_in_a_circle_are_reported_at_the_argument(string source) =>
        await AnalyzerHarness.Verify(source);

    [Fact]
    public async Task Of_an_invalid_network_only_that_networks_fault_is_reported() => await AnalyzerHarness.Verify(
        "[Network] [Input(6)] [Dense({|DTG006:0|})] [MeanSquaredError] [SGD] public partial class Encoder;",
        "[Network] [Input(Encoder.OutputSize)] [Dense(2)] [MeanSquaredError] [SGD] partial class Net;");

    [Fact]
    public async Task A_number_of_another_generator_is_reported()
    {
        CSharpCompilation compilation = TestCompilation.Create(
            "[Network] [Input(Foreign.Size)] [Dense(2)] [MeanSquaredError] [SGD] partial class Net;");
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new NetworkGenerator().AsSourceGenerator(), new ForeignGenerator().AsSourceGenerator()],
            parseOptions: TestCompilation.ParseOptions);
        driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _, TestContext.Current.CancellationToken);

        Assert.Empty(AnalyzerHarness.Errors(output));
        Diagnostic reported = Assert.Single(
            await AnalyzerHarness.Analyze(output), diagnostic => diagnostic.Id.StartsWith("DTG0", StringComparison.Ordinal));
        Assert.Equal("DTG013", reported.Id);
        Assert.Equal("Foreign.Size", reported.Location.SourceTree!.ToString().Substring(
            reported.Location.SourceSpan.Start, reported.Location.SourceSpan.Length));
        Assert.Contains("another generator", reported.GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_of_another_network_follow_its_declaration_from_edit_to_edit()
    {
        CSharpCompilation compilation = TestCompilation.Create(
            Encoder, "[Network] [Input(Encoder.OutputSize)] [Dense(2)] [MeanSquaredError] [SGD] partial class Net;");
        GeneratorRun before = GeneratorHarness.Run(GeneratorHarness.NewDriver(), compilation);
        SyntaxTree encoder = compilation.SyntaxTrees.Single(tree => tree.ToString() == Encoder);
        GeneratorRun after = GeneratorHarness.Run(before.Driver, compilation.ReplaceSyntaxTree(
            encoder, TestCompilation.Parse(Encoder.Replace("Dense(3)", "Dense(5)", StringComparison.Ordinal), encoder.FilePath)));

        Assert.Contains("InputSize = 3;", before.Texts["Net.g.cs"], StringComparison.Ordinal);
        Assert.Contains("InputSize = 5;", after.Texts["Net.g.cs"], StringComparison.Ordinal);
    }

    // an output that depends on the compilation comes after all generators have read it
    private sealed class ForeignGenerator : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterSourceOutput(
            context.CompilationProvider,
            (output, _) => output.AddSource("Foreign.g.cs", "static class Foreign { public const int Size = 4; }"));
    }
}
