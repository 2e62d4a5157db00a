using DeepTrain.Gen.Tests.Harness;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>What layers are called in files.</summary>
public class LayerKeyTests
{
    [Theory]
    [InlineData("""[Dense(3, Key = "a")] [ReLU] [Dense(3, {|DTG007:Key = "a"|})]""", "'a'")]
    [InlineData("""[Dense(3, {|DTG007:Key = "dense2"|})] [Dense(3)]""", "'dense2'")]
    [InlineData("""[Dense(3, {|DTG007:Key = "out"|})] [Dense(3, Name = "out")]""", "'out'")]
    [InlineData("""[BatchNorm(Key = "")] [PReLU({|DTG007:Key = ""|})]""", "''")]
    public async Task Two_layers_of_one_key_are_reported_at_the_one_that_can_change(string layers, string shown)
    {
        string message = Assert.Single(await AnalyzerHarness.Verify(Networks.WithLayers(layers)));

        Assert.Contains($"Layer key {shown}", message, StringComparison.Ordinal);
        Assert.Contains("in files too", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[Dense(3, {|DTG006:Key = "optimizer.exp_avg"|})]""")]
    [InlineData("""[Dense(3, {|DTG006:Key = "a\uD800b"|})]""")]
    [InlineData("""[Dense(3, {|DTG006:Key = "\uDC00"|})]""")]
    public async Task A_key_that_no_file_can_have_is_reported(string layers) =>
        await AnalyzerHarness.Verify(Networks.WithLayers(layers));

    [Theory]
    [InlineData("""[Dense(3, Key = "0")] [ReLU] [Dense(3, Key = "2")]""")]
    [InlineData("""[Dense(3, Key = "A")] [Dense(3, Key = "a")] [Dense(3, Key = "dense1")]""")]
    [InlineData("""[Dense(3, Key = "relu1")] [ReLU] [BatchNorm(Key = "tanh1")] [Tanh]""")]
    [InlineData("""[Dense(3, Key = "encoder.fc \"1\" \\ \n \r \u0085 \u2028 é \uD83D\uDE00")] [PReLU(Key = "")]""")]
    [InlineData("""[Dense(3, Key = "optimizer")] [Dense(3, Key = null)] [Dense(3, Key = "optimizer2.a")]""")]
    [InlineData("""[Dense(3, Key = "dense2")] [Dense(3, Key = "dense1")]""")]
    public async Task Any_other_text_is_fine(string layers) => await AnalyzerHarness.Verify(Networks.WithLayers(layers));
}
