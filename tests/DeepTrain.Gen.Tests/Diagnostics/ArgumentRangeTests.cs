using DeepTrain.Gen.Tests.Harness;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>DTG006.</summary>
public class ArgumentRangeTests
{
    [Theory]
    [InlineData("[Dense({|DTG006:0|})]", "units of [Dense] is 0; it must be at least 1")]
    [InlineData("[Dense({|DTG006:units: -3|})]", "units of [Dense] is -3; it must be at least 1")]
    [InlineData("[Maxout(2, {|DTG006:1|})]", "pieces of [Maxout] is 1; it must be at least 2")]
    [InlineData("[Maxout({|DTG006:pieces: 1|}, units: 2)]", "pieces of [Maxout] is 1; it must be at least 2")]
    [InlineData("[Dense(2, {|DTG006:Init = (Init)99|})]", "Init of [Dense] is 99; it must be a value of DeepTrain.Init")]
    [InlineData(
        "[Dense(2, Init = Init.Normal, {|DTG006:InitScale = -0.5f|})]",
        "InitScale of [Dense] is -0.5; it must be finite and at least 0")]
    [InlineData("[Dense(2, {|DTG006:BiasInit = float.NaN|})]", "BiasInit of [Dense] is NaN; it must be finite")]
    [InlineData(
        "[Dense(2, {|DTG006:L2 = float.PositiveInfinity|})]",
        "L2 of [Dense] is Infinity; it must be finite and at least 0")]
    [InlineData("[Dropout({|DTG006:1f|})]", "rate of [Dropout] is 1; it must be at least 0 and below 1")]
    [InlineData("[Dropout({|DTG006:-0.5f|})]", "rate of [Dropout] is -0.5; it must be at least 0 and below 1")]
    [InlineData("[BatchNorm({|DTG006:Epsilon = 0f|})]", "Epsilon of [BatchNorm] is 0; it must be finite and above 0")]
    [InlineData("[BatchNorm({|DTG006:Momentum = 1.5f|})]", "Momentum of [BatchNorm] is 1.5; it must be between 0 and 1")]
    [InlineData("[RReLU(0.5f, {|DTG006:0.25f|})]", "upper of [RReLU] is 0.25; it must be at least lower (0.5)")]
    [InlineData("[ELU({|DTG006:-1f|})]", "alpha of [ELU] is -1; it must be finite and at least 0")]
    [InlineData("""[Dense(2, {|DTG006:Name = "1st"|})]""", "Name of [Dense] is \"1st\"; it must be a C# identifier")]
    [InlineData("""[ReLU({|DTG006:Name = ""|})]""", "Name of [ReLU] is \"\"; it must be a C# identifier")]
    [InlineData("""[ReLU({|DTG006:Name = "__arglist"|})]""", "Name of [ReLU] is \"__arglist\"; it must be a C# identifier")]
    [InlineData("""[ReLU({|DTG006:Name = "a\u00ADb"|})]""", "Name of [ReLU] is \"a\u00ADb\"; it must be a C# identifier")]
    public async Task A_layer_argument_outside_its_domain_is_reported_there_with_value_and_domain(
        string layer, string message) =>
        Assert.Equal([message], await AnalyzerHarness.Verify(Networks.WithLayers(layer)));

    [Theory]
    [InlineData("[Huber({|DTG006:0f|})] [SGD]")]
    [InlineData("[MeanSquaredError] [SGD({|DTG006:LearningRate = -1f|})]")]
    [InlineData("[MeanSquaredError] [SGD({|DTG006:Nesterov = true|})]")]
    [InlineData("[MeanSquaredError] [Adam({|DTG006:Beta1 = 1f|})]")]
    [InlineData("[MeanSquaredError] [Nadam({|DTG006:Epsilon = 0f|})]")]
    [InlineData("[MeanSquaredError] [AdaGrad({|DTG006:InitialAccumulator = -1f|})]")]
    [InlineData("[MeanSquaredError] [RMSProp({|DTG006:Alpha = 2f|})]")]
    [InlineData("[MeanSquaredError] [AdamW({|DTG006:WeightDecay = float.NaN|})]")]
    [InlineData("[MeanSquaredError] [SGD({|DTG006:ClipNorm = -1f|})]")]
    public async Task So_is_one_of_a_loss_or_an_optimizer(string steps) =>
        await AnalyzerHarness.Verify(Networks.WithSteps($"[Input(4)] [Dense(2)] {steps}"));

    [Theory]
    [InlineData("[Network({|DTG006:Samples = 0|})] [Input(4)]")]
    [InlineData("[Network({|DTG006:UnrollLimit = -1|})] [Input(4)]")]
    [InlineData("[Network({|DTG006:InputStd = -1f|})] [Input(4)]")]
    [InlineData("[Network({|DTG006:Steps = 0|})] [Input(4)]")]
    [InlineData("[Network({|DTG006:BatchSize = -64|})] [Input(4)]")]
    [InlineData("[Network({|DTG006:TargetMean = float.PositiveInfinity|})] [Input(4)]")]
    [InlineData("[Network({|DTG006:TargetStd = -0.1f|})] [Input(4)]")]
    [InlineData("[Network({|DTG006:InputMean = float.NaN|})] [Input(4)]")]
    [InlineData("[Network] [Input({|DTG006:0|})]")]
    [InlineData("[Network] [Input(1, {|DTG006:-1|}, 1)]")]
    public async Task So_is_one_of_the_network_or_its_input(string attributes) =>
        await AnalyzerHarness.Verify($"{attributes} [ReLU] [MeanSquaredError] [SGD] partial class Net;");

    [Fact]
    public async Task Every_bad_argument_is_reported_even_where_a_step_is_missing() => await AnalyzerHarness.Verify(
        "[Network] [Input({|DTG006:0|})] [Dropout({|DTG006:2f|})] [Adam({|DTG006:Beta1 = 1f|}, {|DTG006:Beta2 = 1f|})] "
        + "partial class {|DTG003:Net|};");

    [Theory]
    [InlineData("[{|DTG006:Input(65536, 65536, 65536)|}] [Flatten] [Dense(2)]")]
    [InlineData("[Input(2147483647)] [{|DTG006:Dense(2147483647)|}]")]
    [InlineData("[Input(65536)] [{|DTG006:Dense(65536)|}]")]
    [InlineData("[Input(4)] [{|DTG006:Maxout(2147483647, 2147483647)|}]")]
    [InlineData("[Input(1)] [Dense(30000)] [Dense(30000)] [Dense(30000)] [{|DTG006:Dense(30000)|}]")]
    [InlineData("[Input(1000000000)] [ReLU] [{|DTG006:ReLU|}] [Dense(1)]")]
    public async Task An_absurd_size_is_an_error_at_the_layer_that_reaches_it(string steps) =>
        await AnalyzerHarness.Verify(Networks.WithSteps($"{steps} [MeanSquaredError] [SGD]"));

    [Theory]
    [InlineData("[Input(65536)] [{|DTG006:Dense(65536, Bias = false)|}]", "too large to be counted")]
    [InlineData(
        "[Input(1)] [Dense(40000, Bias = false)] [{|DTG006:Dense(60000, Bias = false)|}]",
        "too large to be counted")]
    [InlineData("[Input(40000)] [Dense(40000)] [{|DTG006:Dense(40000)|}]", "3,200,080,000 parameters up to here")]
    [InlineData("[Input(2000000000)] [{|DTG006:ReLU|}]", "4,000,000,000 numbers a row up to here")]
    [InlineData("[{|DTG006:Input(65536, 65536, 65536)|}] [Flatten]", "65536x65536x65536 numbers a row")]
    public async Task It_says_how_large(string steps, string size) => Assert.EndsWith(
        $" is {size}; it must be at most 2,147,483,647",
        Assert.Single(await AnalyzerHarness.Verify(Networks.WithSteps($"{steps} [MeanSquaredError] [SGD]"))),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("[Dense(1, Init = Init.Constant, InitScale = -0.5f, BiasInit = -1f)]")]
    [InlineData(
        "[Dropout(0f)] [BatchNorm(Momentum = 0f)] [BatchNorm(Momentum = 1f)] [ELU(0f)] [RReLU(0.5f, 0.5f)] "
        + "[LeakyReLU(-1f)]")]
    [InlineData("""[ReLU(Name = "größe")] [ReLU(Name = "_1")] [ReLU(Name = null)] [ReLU(Name = "class")]""")]
    [InlineData("[Dense(30000)] [Dense(30000)]")]
    public async Task The_ends_of_a_domain_are_fine(string layers) =>
        await AnalyzerHarness.Verify(Networks.WithLayers(layers));
}
