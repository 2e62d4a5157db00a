using DeepTrain.Gen.Diagnostics;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>Networks of images that are known to train get no warning, and what beginners get wrong about them is told.</summary>
public class ImageNetworkTests
{
    private const string Same = "Padding = Padding.Same";

    private const string Lenet =
        "[Input(1, 28, 28)] [Conv2D(6, 5, Padding = Padding.Same)] [{0}] [{1}(2)] [Conv2D(16, 5)] [{0}] [{1}(2)] [Flatten] "
        + "[Dense(120)] [{0}] [Dense(84)] [{0}] [Dense(10)] [SoftmaxCrossEntropy] ";

    public static TheoryData<string, string> Published => new()
    {
        { "LeNet-5, averages and tanh", string.Format(null, Lenet, "Tanh", "AveragePool2D") + "[SGD(LearningRate = 0.1f)]" },
        { "LeNet-5, averages and tanh, Adam", string.Format(null, Lenet, "Tanh", "AveragePool2D") + "[Adam]" },
        { "LeNet-5, maxima and ReLU, Adam", string.Format(null, Lenet, "ReLU", "MaxPool2D") + "[Adam]" },
        { "LeNet-5, maxima and ReLU, momentum", string.Format(null, Lenet, "ReLU", "MaxPool2D") + "[SGD(LearningRate = 0.01f, Momentum = 0.9f)]" },
        {
            "Keras, mnist_convnet",
            "[Input(1, 28, 28)] [Conv2D(32, 3)] [ReLU] [MaxPool2D(2)] [Conv2D(64, 3)] [ReLU] [MaxPool2D(2)] [Flatten] [Dropout(0.5f)] "
            + "[Dense(10)] [SoftmaxCrossEntropy] [Adam]"
        },
        {
            "Keras, mnist_cnn",
            "[Input(1, 28, 28)] [Conv2D(32, 3)] [ReLU] [Conv2D(64, 3)] [ReLU] [MaxPool2D(2)] [Dropout(0.25f)] [Flatten] [Dense(128)] [ReLU] "
            + "[Dropout(0.5f)] [Dense(10)] [SoftmaxCrossEntropy] [Adam]"
        },
        {
            "PyTorch, examples/mnist",
            "[Input(1, 28, 28)] [Conv2D(32, 3)] [ReLU] [Conv2D(64, 3)] [ReLU] [MaxPool2D(2)] [Dropout(0.25f)] [Flatten] [Dense(128)] [ReLU] "
            + "[Dropout(0.5f)] [Dense(10)] [SoftmaxCrossEntropy] [Adam(LearningRate = 1e-3f)]"
        },
        {
            "PyTorch, cifar10 tutorial",
            "[Input(3, 32, 32)] [Conv2D(6, 5)] [ReLU] [MaxPool2D(2)] [Conv2D(16, 5)] [ReLU] [MaxPool2D(2)] [Flatten] [Dense(120)] [ReLU] "
            + "[Dense(84)] [ReLU] [Dense(10)] [SoftmaxCrossEntropy] [SGD(LearningRate = 1e-3f, Momentum = 0.9f)]"
        },
        {
            "Keras, cifar10_cnn",
            $"[Input(3, 32, 32)] [Conv2D(32, 3, {Same})] [ReLU] [Conv2D(32, 3)] [ReLU] [MaxPool2D(2)] [Dropout(0.25f)] "
            + $"[Conv2D(64, 3, {Same})] [ReLU] [Conv2D(64, 3)] [ReLU] [MaxPool2D(2)] [Dropout(0.25f)] [Flatten] [Dense(512)] [ReLU] "
            + "[Dropout(0.5f)] [Dense(10)] [SoftmaxCrossEntropy] [Adam]"
        },
        {
            "TensorFlow, images/cnn",
            "[Input(3, 32, 32)] [Conv2D(32, 3)] [ReLU] [MaxPool2D(2)] [Conv2D(64, 3)] [ReLU] [MaxPool2D(2)] [Conv2D(64, 3)] [ReLU] [Flatten] "
            + "[Dense(64)] [ReLU] [Dense(10)] [SoftmaxCrossEntropy] [Adam]"
        },
        {
            "VGG-like",
            $"[Input(3, 32, 32)] {Twice(32)} [MaxPool2D(2)] {Twice(64)} [MaxPool2D(2)] {Twice(128)} [MaxPool2D(2)] [Flatten] "
            + "[Dense(128)] [ReLU] [Dense(10)] [SoftmaxCrossEntropy] [Adam]"
        },
        {
            "VGG-like with batch norm, five pools",
            $"[Input(3, 32, 32)] {Normalised(64, 1)} [MaxPool2D(2)] {Normalised(128, 1)} [MaxPool2D(2)] {Normalised(256, 2)} [MaxPool2D(2)] "
            + $"{Normalised(512, 2)} [MaxPool2D(2)] {Normalised(512, 2)} [MaxPool2D(2)] [Flatten] [Dense(10)] [SoftmaxCrossEntropy] "
            + "[SGD(LearningRate = 0.05f, Momentum = 0.9f, WeightDecay = 5e-4f)]"
        },
        {
            "All convolutional, global pooling",
            $"[Input(3, 32, 32)] [Conv2D(96, 3, {Same})] [ReLU] [Conv2D(96, 3, {Same})] [ReLU] [Conv2D(96, 3, Stride = 2, {Same})] [ReLU] "
            + $"[Conv2D(192, 3, {Same})] [ReLU] [Conv2D(192, 3, Stride = 2, {Same})] [ReLU] [Conv2D(192, 3)] [ReLU] [Conv2D(192, 1)] [ReLU] "
            + "[Conv2D(10, 1)] [GlobalAveragePool2D] [SoftmaxCrossEntropy] [Adam]"
        },
        {
            "CIFAR with batch norm",
            $"[Input(3, 32, 32)] {Normalised(32, 2)} [MaxPool2D(2)] [Dropout(0.2f)] {Normalised(64, 2)} [MaxPool2D(2)] [Dropout(0.3f)] "
            + $"{Normalised(128, 2)} [GlobalAveragePool2D] [Dense(10)] [SoftmaxCrossEntropy] [Adam]"
        },
        {
            "Batch norm behind the activation, as on Kaggle",
            "[Input(1, 28, 28)] [Conv2D(32, 3)] [ReLU] [BatchNorm] [Conv2D(32, 3)] [ReLU] [BatchNorm] [MaxPool2D(2)] [Dropout(0.25f)] "
            + "[Flatten] [Dense(128)] [ReLU] [Dropout(0.25f)] [Dense(10)] [SoftmaxCrossEntropy] [Adam]"
        },
        {
            "8 filters, 8 x 8 digits",
            $"[Input(1, 8, 8)] [Conv2D(8, 3, {Same})] [ReLU] [MaxPool2D(2)] [Conv2D(16, 3, {Same})] [ReLU] [Flatten] [Dense(10)] "
            + "[SoftmaxCrossEntropy] [Adam]"
        },
        {
            "Leaky and SELU with the right inits, on small maps",
            $"[Input(3, 8, 8)] [Conv2D(32, 3, {Same})] [LeakyReLU(0.1f)] [Conv2D(32, 3, {Same})] [SELU] [MaxPool2D(2)] [Conv2D(64, 3, {Same})] "
            + "[SELU] [Flatten] [Dense(10)] [SoftmaxCrossEntropy] [Adam]"
        },
        {
            "Convolutional autoencoder's way in",
            "[Input(1, 12, 12)] [Conv2D(16, 3, Stride = 2, Padding = Padding.Same)] [ReLU] [Conv2D(32, 3, Stride = 2, Padding = Padding.Same)] "
            + "[ReLU] [Flatten] [Dense(144)] [MeanSquaredError] [Adam]"
        },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public void What_is_known_to_train_gets_no_warning(string name, string steps)
    {
        Finding[] loud = [.. Check(steps).Where(finding => finding.Severity >= DiagnosticSeverity.Warning)];
        Assert.True(loud.Length == 0, $"{name}: {string.Join(", ", loud.Select(finding => finding.Rule.Id))}");
    }

    [Theory]
    [InlineData("DTG208", "[Conv2D(16, 3)] [Conv2D(32, 3)] [ReLU] [Flatten] [Dense(10)]", "Adam")]
    [InlineData("DTG306", "[Conv2D(16, 3)] [ReLU] [Dropout(0.9f)] [Conv2D(32, 3)] [ReLU] [Flatten] [Dense(10)]", "Adam")]
    [InlineData("DTG401", "[Conv2D(16, 3)] [ReLU] [Flatten] [Dense(10)] [Softmax]", "Adam")]
    [InlineData("DTG501", "[Conv2D(16, 3)] [ReLU] [Conv2D(32, 3)] [ReLU] [Flatten] [Dense(10)]", "Adam(LearningRate = 1f)")]
    [InlineData("DTG501", "[Conv2D(16, 3)] [ReLU] [Conv2D(32, 3)] [ReLU] [Flatten] [Dense(10)]", "SGD(LearningRate = 50f)")]
    [InlineData("DTG302", "[Conv2D(16, 3)] [BatchNorm] [ReLU] [Flatten] [Dense(10)]", "Adam")]
    [InlineData("DTG302", "[Conv2D(16, 3)] [MaxPool2D(2)] [BatchNorm] [ReLU] [Flatten] [Dense(10)]", "Adam")]
    [InlineData("DTG506", "[Conv2D(16, 3, Bias = false, L2 = 1e-3f)] [BatchNorm] [ReLU] [Flatten] [Dense(10)]", "Adam")]
    [InlineData("DTG101", "[Conv2D(16, 3, Init = Init.Zeros)] [ReLU] [Flatten] [Dense(10, Init = Init.Zeros)]", "Adam")]
    [InlineData("DTG102", "[Conv2D(16, 3, Init = Init.Constant, InitScale = 0.1f)] [Tanh] [Flatten] [Dense(10)]", "Adam")]
    [InlineData("DTG109", "[Conv2D(16, 3, BiasInit = -20f)] [ReLU] [Flatten] [Dense(10)]", "Adam")]
    [InlineData("DTG601", "[Conv2D(2, 3)] [ReLU] [GlobalAveragePool2D] [Dense(10)]", "Adam")]
    [InlineData("DTG602", "[MaxPool2D(12)] [Conv2D(16, 3, Padding = Padding.Same)] [ReLU] [Flatten] [Dense(10)]", "Adam")]
    [InlineData("DTG603", "[MaxPool2D(2, Stride = 3)] [Conv2D(16, 3)] [ReLU] [Flatten] [Dense(10)]", "Adam")]
    public void A_mistake_is_told(string id, string layers, string optimizer) =>
        Assert.Contains(id, Ids($"[Input(1, 12, 12)] {layers} [SoftmaxCrossEntropy] [{optimizer}]"));

    [Fact]
    public void Ten_convolutions_of_sigmoids_are_a_warning_with_a_cause()
    {
        string layers = string.Concat(Enumerable.Repeat("[Conv2D(16, 3, Padding = Padding.Same)] [Sigmoid] ", 10));
        Finding found = Single($"[Input(1, 12, 12)] {layers} [Flatten] [Dense(10)] [SoftmaxCrossEntropy] [Adam]", DiagnosticSeverity.Warning);
        Assert.Equal(DiagnosticIds.SigmoidStack, found.Rule.Id);
        Assert.NotNull(found.Mend);
    }

    [Fact]
    public void Tiny_weights_are_a_warning_with_a_cause()
    {
        string layers = string.Concat(Enumerable.Repeat(
            "[Conv2D(16, 3, Padding = Padding.Same, Init = Init.Normal, InitScale = 1e-3f)] [ReLU] ", 10));
        Finding found = Single($"[Input(1, 12, 12)] {layers} [Flatten] [Dense(10)] [SoftmaxCrossEntropy] [Adam]", DiagnosticSeverity.Warning);
        Assert.Equal(DiagnosticIds.InitTooSmall, found.Rule.Id);
        Assert.NotNull(found.Mend);
    }

    [Fact]
    public void Pixels_up_to_255_are_told_of()
    {
        Finding found = RulePage.Check(
            "[Network(InputMean = 33f, InputStd = 79f)] [Input(1, 12, 12)] [Conv2D(16, 3)] [ReLU] [Flatten] [Dense(10)] "
            + "[SoftmaxCrossEntropy] [Adam] public partial class Net;").Single(each => each.Rule.Id == DiagnosticIds.UnscaledInputs);
        Assert.Contains("'conv1'", found.Mend!.Title, StringComparison.Ordinal);
    }

    // a filter is a unit at every place: neither eight units nor thousands of them
    [Theory]
    [InlineData("[Conv2D(4, 3)] [ReLU] [Flatten] [Dense(10)]")]
    [InlineData("[Conv2D(1, 3)] [ReLU] [Flatten] [Dense(10)]")]
    [InlineData("[Conv2D(8, 3)] [MaxPool2D(2)] [ReLU] [Flatten] [Dense(10)]")]
    public void Few_filters_at_many_places_are_not_a_narrow_layer(string layers) => Assert.DoesNotContain(
        Ids($"[Input(1, 12, 12)] {layers} [SoftmaxCrossEntropy] [Adam]"),
        id => id is DiagnosticIds.NarrowRelu or DiagnosticIds.Bottleneck or DiagnosticIds.DeadUnits or DiagnosticIds.FiniteWidth);

    // what the ring around small maps takes is not the init's fault
    [Theory]
    [InlineData("SELU", "LeCunNormal")]
    [InlineData("LeakyReLU", "HeNormal")]
    [InlineData("Tanh", "GlorotUniform")]
    public void The_right_init_is_right_on_small_maps_too(string activation, string init) => Assert.Empty(Ids(
        $"[Input(3, 3, 3)] [Conv2D(32, 3, {Same}, Init = Init.{init})] [{activation}] [Conv2D(32, 3, {Same}, Init = Init.{init})] [{activation}] "
        + "[Flatten] [Dense(10)] [SoftmaxCrossEntropy] [Adam]"));

    [Theory]
    [InlineData("[Conv2D(16, 3)] [Conv2D(32, 3)] [Conv2D(8, 5)] [ReLU]", "convolution of 9 x 9")]
    [InlineData("[Conv2D(16, 3, Stride = 2)] [Conv2D(32, 3)] [ReLU]", "convolution of 7 x 7")]
    [InlineData("[Conv2D(16, 3)] [AveragePool2D(2)] [Conv2D(1, 3)] [ReLU]", "layer of rank 9")]
    public void Convolutions_without_activation_are_one(string layers, string what)
    {
        Finding found = Check($"[Input(1, 12, 12)] {layers} [Flatten] [Dense(10)] [SoftmaxCrossEntropy] [Adam]")
            .Single(each => each.Rule.Id == DiagnosticIds.LinearSlope);
        Assert.Contains(what, found.Values);
    }

    [Fact]
    public void A_maximum_is_no_linear_map() => Assert.DoesNotContain(
        DiagnosticIds.LinearSlope,
        Ids("[Input(1, 12, 12)] [Conv2D(16, 3)] [MaxPool2D(2)] [Flatten] [Dense(10)] [SoftmaxCrossEntropy] [Adam]"));

    [Theory]
    [InlineData(1, "[Conv2D(8, 3)] [BatchNorm] [ReLU] [Flatten] [Dense(10)]", null)]
    [InlineData(1, "[Conv2D(8, 11)] [BatchNorm] [ReLU] [Flatten] [Dense(10)]", DiagnosticSeverity.Info)]
    [InlineData(1, "[Conv2D(8, 12)] [BatchNorm] [ReLU] [Flatten] [Dense(10)]", DiagnosticSeverity.Error)]
    [InlineData(1, "[Conv2D(8, 3)] [ReLU] [Flatten] [Dense(16)] [BatchNorm] [ReLU] [Dense(10)]", DiagnosticSeverity.Error)]
    public void Batch_norm_has_the_places_of_a_channel_for_rows(int rows, string layers, DiagnosticSeverity? severity)
    {
        Finding? found = RulePage.Check(
            $"[Network(BatchSize = {rows})] [Input(1, 12, 12)] {layers} [SoftmaxCrossEntropy] [Adam] public partial class Net;")
            .SingleOrDefault(each => each.Rule.Id == DiagnosticIds.BatchNormSmallBatch);
        Assert.Equal(severity is null, found is null);
        Assert.Equal(severity == DiagnosticSeverity.Error, found?.Severity == DiagnosticSeverity.Error);
    }

    [Theory]
    [InlineData("[Conv2D(16, 3, Stride = 3)]")]
    [InlineData("[Conv2D(16, 12, Stride = 13)]")]
    [InlineData("[MaxPool2D(3, Stride = 2)] [Conv2D(16, 3)]")]
    [InlineData("[Conv2D(16, 1)]")]
    public void Windows_that_touch_skip_nothing(string layers) => Assert.DoesNotContain(
        DiagnosticIds.StrideSkips,
        Ids($"[Input(1, 12, 12)] {layers} [ReLU] [Flatten] [Dense(10)] [SoftmaxCrossEntropy] [Adam]"));

    [Theory]
    // rows 0 and 1 of each three, in both directions: 4 / 9 are read
    [InlineData("[Conv2D(16, 2, Stride = 3)]", "56%", "Use Stride = 2")]
    [InlineData("[AveragePool2D(1, Stride = 2)]", "75%", "Use Stride = 1")]
    public void What_is_skipped_is_counted(string layers, string share, string mend)
    {
        Finding found = Check($"[Input(1, 12, 12)] {layers} [ReLU] [Flatten] [Dense(10)] [SoftmaxCrossEntropy] [Adam]")
            .Single(each => each.Rule.Id == DiagnosticIds.StrideSkips);
        Assert.Contains(share, found.Values);
        Assert.Equal(mend, found.Mend!.Title);
    }

    [Fact]
    public void A_kernel_of_one_on_one_place_is_a_dense_layer() => Assert.DoesNotContain(
        DiagnosticIds.OverPooled,
        Ids("[Input(1, 8, 8)] [Conv2D(16, 8)] [ReLU] [Conv2D(16, 1)] [ReLU] [Flatten] [Dense(10)] [SoftmaxCrossEntropy] [Adam]"));

    private static string Twice(int filters) =>
        string.Concat(Enumerable.Repeat($"[Conv2D({filters}, 3, {Same})] [ReLU] ", 2));

    private static string Normalised(int filters, int times) =>
        string.Concat(Enumerable.Repeat($"[Conv2D({filters}, 3, {Same}, Bias = false)] [BatchNorm] [ReLU] ", times));

    private static Finding Single(string steps, DiagnosticSeverity least) =>
        Assert.Single(Check(steps), finding => finding.Severity >= least);

    private static IEnumerable<string> Ids(string steps) => Check(steps).Select(finding => finding.Rule.Id);

    private static IReadOnlyList<Finding> Check(string steps) => RulePage.Check($"[Network] {steps} public partial class Net;");
}
