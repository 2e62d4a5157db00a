using DeepTrain.Gen.Tests.Harness;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>DTG003.</summary>
public class MissingStepTests
{
    [Theory]
    [InlineData("[Dense(2)] [MeanSquaredError] [SGD]", "has no [Input]")]
    [InlineData("[Input(4)] [MeanSquaredError] [SGD]", "has no layer")]
    [InlineData("[Input(4)] [Dense(2)] [SGD]", "has no loss")]
    [InlineData("[Input(4)] [Dense(2)] [MeanSquaredError]", "has no optimizer")]
    [InlineData("[Dense(2)] [SGD]", "has no [Input] and no loss")]
    [InlineData("", "has no [Input], no layer, no loss and no optimizer")]
    public async Task What_is_missing_is_said_at_once_at_the_class(string steps, string what)
    {
        var messages = await AnalyzerHarness.Verify($"[Network] {steps} partial class {{|DTG003:Net|}};");

        Assert.Equal([$"Network 'Net' {what}"], messages);
    }

    [Theory]
    [InlineData("[Input(4)] [{|DTG003:Input(4)|}] [Dense(2)] [MeanSquaredError] [SGD]", "has a second [Input]")]
    [InlineData(
        "[Input(4)] [Dense(2)] [MeanSquaredError] [{|DTG003:Huber|}] [SGD]",
        "a second loss, [Huber] after [MeanSquaredError]")]
    [InlineData(
        "[Input(4)] [Dense(2)] [MeanSquaredError] [SGD] [{|DTG003:Adam|}]",
        "a second optimizer, [Adam] after [SGD]")]
    public async Task What_is_there_twice_is_said_at_the_second(string steps, string what)
    {
        string message = Assert.Single(await AnalyzerHarness.Verify(Networks.WithSteps(steps)));

        Assert.Contains(what, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "[Dense(2)] [{|DTG003:Input(4)|}] [MeanSquaredError] [SGD]",
        "has [Input] after [Dense]; the input is the first step")]
    [InlineData("[Input(4)] [Dense(2)] [{|DTG003:Huber|}] [ReLU] [SGD]", "has its loss [Huber] before the layer [ReLU]")]
    [InlineData("[Input(4)] [Dense(2)] [{|DTG003:SGD|}] [Huber]", "has its optimizer [SGD] before [Huber]")]
    [InlineData("[Input(4)] [{|DTG003:SGD|}] [Dense(2)] [Huber]", "has its optimizer [SGD] before [Huber]")]
    public async Task What_stands_at_a_wrong_place_is_said_there(string steps, string what)
    {
        string message = Assert.Single(await AnalyzerHarness.Verify(Networks.WithSteps(steps)));

        Assert.Contains(what, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Steps_without_Network_would_do_nothing_silently()
    {
        string message = Assert.Single(await AnalyzerHarness.Verify(
            "[{|DTG003:Input(4)|}] [Dense(2)] [MeanSquaredError] [SGD] class Net;"));

        Assert.Contains("no [Network]", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[Input(4)] [Attention(2)] [MeanSquaredError] [SGD]", "CS0246")]
    [InlineData("[Input(4)] [Dense] [MeanSquaredError] [SGD]", "CS7036")]
    [InlineData("[Input] [Dense(2)] [MeanSquaredError] [SGD]", "CS1729")]
    [InlineData("[Input(4)] [Dense(missing)] [MeanSquaredError] [SGD]", "CS0103")]
    public async Task What_the_compiler_says_itself_is_not_said_again(string steps, string error) =>
        await AnalyzerHarness.VerifyBesides([error], Networks.WithSteps(steps));

    [Fact]
    public async Task Steps_in_whatever_lists_and_lines_are_fine() => await AnalyzerHarness.Verify(
        "[Network, Input(4)]\n[Dense(2),\n MeanSquaredError] [SGD] partial class Net;");
}
