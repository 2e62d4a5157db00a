using DeepTrain.Gen.Tests.Harness;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>DTG005.</summary>
public class ShapeMismatchTests
{
    [Theory]
    [InlineData("[Input(3, 8, 6)] [{|DTG005:Dense(2)|}]", "[Dense] of network 'Net' is given rows of shape 3x8x6")]
    [InlineData("[Input(3, 8, 6)] [ReLU] [{|DTG005:Maxout(2)|}]", "[Maxout] of network 'Net' is given rows of shape 3x8x6")]
    [InlineData(
        "[Input(3, 8, 6)] [{|DTG005:Softmax|}] [Flatten] [Dense(2)]",
        "[Softmax] of network 'Net' is given rows of shape 3x8x6")]
    public async Task A_flat_layer_after_an_image_is_reported_with_the_shape(string steps, string what)
    {
        string message = Assert.Single(
            await AnalyzerHarness.Verify(Networks.WithSteps($"{steps} [MeanSquaredError] [SGD]")));

        Assert.StartsWith(what, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_mismatch_hides_what_follows_from_it() => await AnalyzerHarness.Verify(Networks.WithSteps(
        "[Input(3, 8, 6)] [{|DTG005:Dense(2)|}] [Softmax] [Dense(3)] [MeanSquaredError] [SGD]"));

    [Fact]
    public async Task A_shape_that_a_bad_argument_leaves_open_is_not_judged() =>
        await AnalyzerHarness.Verify(Networks.WithSteps("[Input(3, {|DTG006:0|}, 6)] [Dense(2)] [MeanSquaredError] [SGD]"));

    [Theory]
    [InlineData("[Input(3, 8, 6)] [Flatten] [Dense(2)]")]
    [InlineData("[Input(3, 8, 6)] [ReLU] [Dropout(0.5f)] [Flatten] [Dense(2)]")]
    [InlineData("[Input(4)] [Flatten] [Dense(2)]")]
    public async Task Flattened_images_are_fine(string steps) =>
        await AnalyzerHarness.Verify(Networks.WithSteps($"{steps} [MeanSquaredError] [SGD]"));
}
