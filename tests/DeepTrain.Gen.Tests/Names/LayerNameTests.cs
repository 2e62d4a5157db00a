using CsCheck;
using Draw = CsCheck.Gen;
using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Layers.Activations;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepTrain.Gen.Tests.Names;

/// <summary>Any identifier will do as a layer's name: emitted code compiles, and no two values share a name.</summary>
public class LayerNameTests
{
    [Theory]
    [InlineData("""[Dense(20)] [BatchNorm(Name = "bn")] [ReLU(Name = "bnScale")] [Dense(3)]""")]
    [InlineData("""[Dense(20)] [BatchNorm(Name = "bnScale")] [ReLU(Name = "bn")] [Dense(3)]""")]
    [InlineData("""[Dense(20)] [ReLU(Name = "lanes")] [Dropout(0.2f)] [Dense(3)]""")]
    [InlineData("""[Dense(20, Name = "a")] [BatchNorm(Name = "aStage")] [Dense(3)]""")]
    [InlineData("""[Dense(20)] [RReLU(Name = "act")] [PReLU(Name = "actMean")] [Dense(3)]""")]
    [InlineData("""[Dense(20, Name = "math")] [Tanh(Name = "vector512")] [Dense(3, Name = "step")]""")]
    [InlineData("""[Dense(20, Name = "class")] [GELU(Name = "half")] [Dense(3, Name = "float")]""")]
    [InlineData("""[Dense(20, Name = "_")] [BatchNorm(Name = "_1")] [Dense(3, Name = "层")]""")]
    [InlineData("""[Maxout(20, 3, Name = "sum0a")] [SELU(Name = "suma1_2")] [Dense(3, Name = "w")]""")]
    [InlineData("""[Dense(130, Name = "fc")] [BatchNorm(Name = "FC_")] [Dropout(0.5f, Name = "fcDelta")] [Dense(70, Name = "fc_")]""")]
    [InlineData("""[Dense(20, Name = "kernels")] [ReLU(Name = "loss")] [Dense(3, Name = "optimizer")]""")]
    [InlineData("""[Dense(20, Name = "train512")] [PReLU(Name = "predictRow")] [Dense(3, Name = "inspect")]""")]
    public void Chosen_names_compile(string layers) => AssertCompiles(layers);

    /// <summary>Every identifier of emitted code, three dozen at a time.</summary>
    [Fact]
    public void Every_identifier_of_emitted_code_may_be_a_layers_name()
    {
        foreach (string[] names in EmittedIdentifiers.All.Where(name => name.Length > 0).Chunk(36))
            AssertCompiles(LayersCalled([.. names.DistinctBy(First)]));
    }

    [Fact]
    public void A_name_of_a_thousand_characters_compiles() =>
        AssertCompiles($"[Dense(20, Name = \"{new string('a', 1000)}\")] [BatchNorm(Name = \"{new string('a', 999)}\")] [Dense(3)]");

    /// <summary>Names made of what the emitter itself puts together; a failure shrinks to the shortest.</summary>
    [Fact]
    public void Random_names_compile()
    {
        CsCheck.Gen<string> part = Draw.OneOf<string>(
            "a", "A", "bn", "Scale", "Mean", "Row", "Stage", "Forward", "Gradient", "512", "_", "Key", "KeyA", "Weight", "sum", "0a",
            "s", "x", "class", "Output", "Delta", "Seen", "Slope", "MeanSlope", "Best", "Piece1", "lanes", "ß", "İ", "Ǆ");
        CsCheck.Gen<string> name = part.Array[1, 4].Select(string.Concat).Where(SyntaxFacts.IsValidIdentifier)
            .Where(text => !text.StartsWith("__", StringComparison.Ordinal));
        name.Array[2, 6].Sample(
            names => AssertCompiles(LayersCalled([.. names.DistinctBy(First)])), iter: 12, threads: 1);
    }

    /// <summary>What the emitter relies on, for names as alike as can be.</summary>
    [Fact]
    public void No_stem_goes_on_in_another()
    {
        string[] names = ["a", "aB", "aBC", "aB_", "a_", "aB1", "AB", "aBc", "aBcWeight", "b", "math", "Math", "sum", "sum1a"];

        IReadOnlyList<LayerSpec> layers = LayerStems.Give([.. names.Select(name => new ReLULayer { Name = name })]);

        foreach (Func<LayerSpec, string> stem in new Func<LayerSpec, string>[] { layer => layer.PascalName, layer => layer.LocalStem })
        {
            string[] stems = [.. layers.Select(stem)];
            Assert.Equal(stems.Length, stems.Distinct().Count());
            string[] all = [.. stems.SelectMany(s => new[] { s, s + "B", s + "BC", s + "Weight", s + "C" })];
            Assert.Equal(all.Length, all.Distinct().Count());
        }
    }

    private static string LayersCalled(string[] names)
    {
        string[] kinds = ["Dense(20", "BatchNorm(", "RReLU(", "Dropout(0.5f", "PReLU(", "AlphaDropout(0.1f", "GELU(", "ELU(", "Maxout(9, 2"];
        return string.Concat(names.Select((name, i) =>
        {
            // weights first and last of a few, for they take the most code
            string kind = kinds[i < kinds.Length ? i : 1 + i % (kinds.Length - 2)];
            return $"[{kind}{(kind.EndsWith('(') ? "" : ", ")}Name = \"{name}\")] ";
        })) + "[Dense(3)]";
    }

    // the parser refuses names that differ in the case of the first letter only
    private static string First(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    private static void AssertCompiles(string layers)
    {
        GeneratorRun run = GeneratorHarness.Run(GeneratorHarness.NewDriver(), TestCompilation.Create(
            $"[Network] [Input(5)] {layers} [SoftmaxCrossEntropy] [Adam] partial class Net;"));
        Assert.Contains(run.Texts.Values, text => text.Contains("DeepTrain.Generated", StringComparison.Ordinal));
        Assert.Empty(AnalyzerHarness.Errors(run.Output).Select(error => error.ToString()).Take(3));
    }
}
