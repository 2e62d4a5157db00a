using DeepTrain.Gen.Tests.Harness;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>DTG014.</summary>
public class NothingTrainableTests
{
    [Theory]
    [InlineData("[Dense(3, Trainable = false)]")]
    [InlineData("[Dense(3, Trainable = false)] [ReLU] [Maxout(2, 2, Trainable = false)] [BatchNorm(Trainable = false)]")]
    [InlineData("[PReLU(Trainable = false)]")]
    [InlineData("[Dense(3, Bias = false, Trainable = false)] [Dropout(0.1f)]")]
    public async Task A_network_of_frozen_layers_is_reported_at_its_name(string layers)
    {
        string message = Assert.Single(await AnalyzerHarness.Verify(
            $"[Network] [Input(4)] {layers} [MeanSquaredError] [SGD] partial class {{|DTG014:Net|}};"));

        Assert.Contains("nothing to train", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[Dense(3, Trainable = false)] [ReLU] [Dense(2)]")]
    [InlineData("[Dense(3, Trainable = false)] [PReLU]")]
    [InlineData("[Dense(3, Trainable = true)]")]
    [InlineData("[Tanh]")]
    [InlineData("[Softmax] [Dropout(0.1f)]")]
    public async Task Something_to_train_or_nothing_at_all_is_fine(string layers) => await AnalyzerHarness.Verify(
        $"[Network] [Input(4)] {layers} [MeanSquaredError] [SGD] partial class Net;");
}
