using DeepTrain.Gen.Tests.Harness;

namespace DeepTrain.Gen.Tests.Pipeline;

/// <summary>All files of three networks, read and found to be good prose.</summary>
public sealed class EmittedCodeTests
{
    [Fact]
    public void A_classifier_with_batch_norm_and_dropout() => Snapshots.Match(GeneratorHarness.Run("""
        using DeepTrain;

        [Network]
        [Input(64)]
        [Dense(32)]
        [BatchNorm]
        [ReLU]
        [Dropout(0.2f)]
        [Dense(10)]
        [SoftmaxCrossEntropy]
        [Adam(LearningRate = 1e-3f)]
        public partial class Digits;
        """));

    [Fact]
    public void A_small_regression_in_a_straight_line() => Snapshots.Match(GeneratorHarness.Run("""
        using DeepTrain;

        namespace Audio;

        [Network(Seed = 5)]
        [Input(4)]
        [Dense(8, Name = "hidden")]
        [Tanh]
        [Dense(1, Bias = false)]
        [MeanSquaredError]
        [SGD(Momentum = 0.9f, Nesterov = true)]
        internal partial class Filter;
        """));

    [Fact]
    public void A_small_network_of_images() => Snapshots.Match(GeneratorHarness.Run("""
        using DeepTrain;

        [Network]
        [Input(1, 5, 5)]
        [Conv2D(2, 3)]
        [BatchNorm]
        [ReLU]
        [MaxPool2D(3)]
        [Flatten]
        [Dense(2)]
        [SoftmaxCrossEntropy]
        [SGD]
        public partial class Tiny;
        """));
}
