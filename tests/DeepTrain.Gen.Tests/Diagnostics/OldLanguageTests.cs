using DeepTrain.Gen.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>DTG009.</summary>
public class OldLanguageTests
{
    // what every version since C# 5 understands, with everything emitted code needs the newest one for
    private const string Network = """
        using DeepTrain;
        namespace Old
        {
            [Network, Input(20), Dense(40), BatchNorm, RReLU, Dropout(0.3f), Maxout(7), Dense(5)]
            [SoftmaxCrossEntropy, AdamW(ClipNorm = 1f)]
            public partial class {|DTG009:Net|} { }

            static class Use
            {
                public static float All(float[] inputs, int[] labels)
                {
                    var net = new Net(1UL) { LearningRate = 0.1f };
                    INetwork any = Net.Create(2UL);
                    net.Predict(inputs, inputs);
                    return net.Loss(inputs, inputs) + any.TrainBatch(inputs, labels) + Net.Description.Layers.Count;
                }
            }
        }
        """;

    [Theory]
    [InlineData(LanguageVersion.CSharp5)]
    [InlineData(LanguageVersion.CSharp7_3)]
    [InlineData(LanguageVersion.CSharp9)]
    [InlineData(LanguageVersion.CSharp10)]
    public async Task An_older_language_is_reported_with_the_one_to_set(LanguageVersion language)
    {
        string message = Assert.Single(await AnalyzerHarness.Verify(new TestProject(Language: language), Network));

        Assert.Contains($"compiled as C# {language.ToDisplayString()}", message, StringComparison.Ordinal);
        Assert.Contains("11.0 or newer", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp11)]
    [InlineData(LanguageVersion.CSharp12)]
    [InlineData(LanguageVersion.Latest)]
    [InlineData(LanguageVersion.Preview)]
    public async Task A_newer_one_is_fine(LanguageVersion language) => await AnalyzerHarness.Verify(
        new TestProject(Language: language), Network.Replace("{|DTG009:Net|}", "Net", StringComparison.Ordinal));
}
