using System.Text.RegularExpressions;
using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Tests.Conventions;

/// <summary>What plans, prints and predicts asks layers what they do, not which kind they are: a new kind is one file among the layers.</summary>
public sealed class LayerKindTests
{
    [Fact]
    public void No_kind_of_layer_is_asked_for_outside_the_layers()
    {
        string kinds = string.Join('|', typeof(LayerSpec).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(LayerSpec)) && !type.IsAbstract).Select(type => type.Name));
        // "is X", "is not X", "or X", "as X", "(X)layer", "case X", "X =>" in a switch, "OfType<X>"
        var test = new Regex($@"(\b(is|not|or|and|case) ({kinds})\b)|(\w+ as ({kinds})\b)|(\(({kinds})\)\w)|(OfType<({kinds})>)|(^\s*({kinds})\b[^(;]*=>)");
        string[] found =
        [
            .. new[] { "Planning", "Emission", "Signal", "Declarations", "Model" }
                .SelectMany(folder => Directory.GetFiles(Repository.PathOf("generator", "DeepTrain.Gen", folder), "*.cs", SearchOption.AllDirectories))
                .SelectMany(file => File.ReadLines(file).SelectMany(line => test.Matches(line).Select(match => $"{Path.GetFileName(file)}: {match.Value}"))),
        ];

        Assert.Empty(found);
        Assert.Matches(test, "if (layer is DropoutLayer dropout)");
        Assert.Matches(test, "        SoftmaxLayer => 1,");
    }
}
