using System.Text;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Tests.Harness;

namespace DeepTrain.Gen.Tests.Pipeline;

/// <summary>Every network has files of its own, whatever it is called, and a fault in one takes nothing from another.</summary>
public class HintNameTests
{
    [Fact]
    public void Networks_within_networks_may_be_called_as_layers_and_subjects()
    {
        string inner = string.Concat(new[] { "Encoder", "Optimizer", "Dense1", "Step", "Loss", "Training", "Parameters2", "OneRow" }
            .Select(Net));

        GeneratorRun run = GeneratorHarness.Run(
            $"[Network] [Input(4)] [Dense(2, Name = \"encoder\")] [MeanSquaredError] [SGD] partial class Outer {{ {inner} }}");

        Assert.Empty(AnalyzerHarness.Errors(run.Output));
        Assert.Equal(9, run.Texts.Values.Count(text => text.Contains(": global::DeepTrain.INetwork", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(300, 10, 4)]
    [InlineData(10, 300, 4)]
    [InlineData(10, 10, 1000)]
    [InlineData(1000, 1000, 1000)]
    public void File_names_fit_a_file_system_however_long_the_names_are(int space, int type, int layer)
    {
        string spaceName = new('n', space), typeName = new('层', type), layerName = new('q', layer);
        string Network(string name) =>
            $"[Network] [Input(4)] [Dense(2, Name = \"{layerName}\")] [ReLU(Name = \"{layerName}a\")] [Dense(2)] "
            + $"[MeanSquaredError] [SGD] public partial class {name};";

        GeneratorRun run = GeneratorHarness.Run($"namespace {spaceName} {{ {Network(typeName + "a")} {Network(typeName + "b")} }}");

        Assert.Empty(AnalyzerHarness.Errors(run.Output));
        Assert.All(run.Files, file => Assert.InRange(Encoding.UTF8.GetByteCount(file.HintName), 1, 250));
    }

    [Theory]
    [InlineData("नमस्ते")]
    [InlineData("Ⅷ")]
    [InlineData("a\u0301b")]
    [InlineData("\u203fx")]
    public void Characters_that_a_file_name_may_not_have_are_no_obstacle(string name)
    {
        string identifier = Microsoft.CodeAnalysis.CSharp.SyntaxFacts.IsValidIdentifier(name) ? name : "n" + name;
        GeneratorRun run = GeneratorHarness.Run(Net(identifier), Net(identifier + "_"));

        Assert.Empty(AnalyzerHarness.Errors(run.Output));
        Assert.NotEmpty(run.Output.GetTypeByMetadataName(identifier)!.GetMembers("Predict"));
    }

    [Fact]
    public void Emission_stops_when_it_is_cancelled()
    {
        Model.NetworkSpec spec = Parsing.Spec(Networks.Digits);

        Assert.Throws<OperationCanceledException>(() => NetworkEmitter.Emit(spec, Model.VectorWidths.Usual, new CancellationToken(true)));
    }

    private static string Net(string name) => $"[Network] [Input(4)] [Dense(2)] [MeanSquaredError] [SGD] public partial class {name}; ";
}
