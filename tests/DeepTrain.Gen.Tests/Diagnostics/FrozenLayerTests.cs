using DeepTrain.Gen.Tests.Harness;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>What is frozen comes from a file: how it would start is no news.</summary>
public class FrozenLayerTests
{
    [Theory]
    [InlineData("Init = Init.Zeros")]
    [InlineData("Init = Init.Constant, InitScale = 0.1f")]
    [InlineData("BiasInit = -50f")]
    public async Task A_frozen_layer_raises_nothing_about_itself_and_a_free_one_does(string init)
    {
        string source = $"""
            [Network] [Input(64)] [Dense(64, {init}TRAINABLE)] [ReLU] [Dense(64)] [ReLU] [Dense(10)]
            [SoftmaxCrossEntropy] [Adam] public partial class Net;
            """;

        Assert.NotEmpty(await Messages(source.Replace("TRAINABLE", "", StringComparison.Ordinal)));
        Assert.Empty(await Messages(source.Replace("TRAINABLE", ", Trainable = false", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_is_wrong_with_the_layers_that_learn_is_still_told() => Assert.NotEmpty(await Messages("""
        [Network] [Input(64)] [Dense(64, Trainable = false)] [ReLU] [Dense(64, Init = Init.Zeros)] [ReLU] [Dense(10)]
        [SoftmaxCrossEntropy] [Adam] public partial class Net;
        """));

    private static async Task<IEnumerable<string>> Messages(string source) =>
        (await AnalyzerHarness.Run(TestCompilation.Create(source))).Select(diagnostic => diagnostic.GetMessage());
}
