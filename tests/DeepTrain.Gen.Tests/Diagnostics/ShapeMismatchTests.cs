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

    [Theory]
    [InlineData(
        "[Input(1, 4, 4)] [Conv2D(4, 3, Padding = Padding.Same)] [ReLU] [MaxPool2D(4)] [{|DTG005:MaxPool2D(2)|}] [Flatten] [Dense(2)]",
        "[MaxPool2D] of network 'Net' is given rows of shape 4x1x1: a window of 2 x 2 does not fit an image of 1 x 1")]
    [InlineData(
        "[Input(1, 4, 4)] [MaxPool2D(2)] [{|DTG005:Conv2D(4, 3)|}] [Flatten] [Dense(2)]",
        "[Conv2D] of network 'Net' is given rows of shape 1x2x2: a kernel of 3 x 3 does not fit an image of 2 x 2")]
    [InlineData(
        "[Input(784)] [{|DTG005:Conv2D(8, 3)|}] [Flatten] [Dense(2)]",
        "[Conv2D] of network 'Net' is given rows of shape 784: Conv2D needs images: give the input as [Input(1, 28, 28)]")]
    [InlineData(
        "[Input(3072)] [{|DTG005:MaxPool2D(2)|}] [Flatten] [Dense(2)]",
        "[MaxPool2D] of network 'Net' is given rows of shape 3072: MaxPool2D needs images: give the input as [Input(3, 32, 32)]")]
    [InlineData(
        "[Input(10)] [{|DTG005:GlobalAveragePool2D|}] [Dense(2)]",
        "[GlobalAveragePool2D] of network 'Net' is given rows of shape 10: GlobalAveragePool2D needs images: "
        + "give the input as [Input(channels, height, width)]")]
    public async Task What_does_not_fit_is_reported_with_both_shapes(string steps, string what)
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
