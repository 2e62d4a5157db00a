using DeepTrain.Gen.Tests.Harness;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>Attributes that are meant to be steps: one error each, with what is meant, and none of the compiler.</summary>
public class UnknownStepTests
{
    [Theory]
    [InlineData("Tahn", "Tanh")]
    [InlineData("Relu", "ReLU")]
    [InlineData("Linear(4)", "Dense")]
    [InlineData("Linear(4, Bias = false, L1 = 0.1f)", "Dense")]
    [InlineData("MSE", "MeanSquaredError")]
    [InlineData("Conv2d(3, 3, Padding = Padding.Same)", "Conv2D")]
    [InlineData("BatchNormalization", "BatchNorm")]
    [InlineData("CrossEntropyLoss", "SoftmaxCrossEntropy")]
    [InlineData("Droput(0.2f)", "Dropout")]
    [InlineData("TahnAttribute", "Tanh")]
    [InlineData("Nadamm", "Nadam")]
    public async Task What_is_meant_is_said(string attribute, string meant)
    {
        string name = attribute.Split('(')[0];
        IReadOnlyList<string> messages = await AnalyzerHarness.Verify($$"""
            using DeepTrain;
            [Network] [Input(4)] [Dense(3)] [{|DTG003:{{attribute}}|}] [Dense(2)] [MeanSquaredError] [SGD]
            public partial class Net;
            class Use { float Of(Net net) => net.TrainBatch(new float[4], new float[Net.OutputSize]); }
            """);
        string written = name.EndsWith("Attribute", StringComparison.Ordinal) ? name[..^"Attribute".Length] : name;
        Assert.Equal([$"Network 'Net' has [{written}], and there is no such step; did you mean [{meant}]?"], messages);
    }

    [Fact]
    public async Task Each_is_reported_and_nothing_is_said_to_be_missing()
    {
        IReadOnlyList<string> messages = await AnalyzerHarness.Verify(
            """
            namespace A
            {
                using DeepTrain;
                [Network] [Input(4)] [{|DTG003:Linear(4)|}] [{|DTG003:Tahn|}] [{|DTG003:MSE|}] [SGD] partial class Net;
                [Network] [Input(4)] [{|DTG003:Linear(4, L2 = 0.1f)|}] [MeanSquaredError] [{|DTG003:adam|}] partial class Other;
            }
            """);
        Assert.Equal(5, messages.Count);
    }

    [Fact]
    public async Task A_network_that_is_valid_without_it_has_the_one_error_too() => await AnalyzerHarness.Verify(
        """
        using DeepTrain;
        class Use { void Train() => new Net().WarmUp(); }
        [Network, Input(4), Dense(4), {|DTG003:Gelu2|}, MeanSquaredError, SGD] partial class Net;
        """);

    [Theory]
    [InlineData("Table")]
    [InlineData("Serializble")]
    [InlineData("Attention")]
    [InlineData("Attention(4)")]
    public async Task What_is_near_no_step_is_left_to_the_compiler(string attribute) => await AnalyzerHarness.VerifyBesides(
        ["CS0246"],
        $"using DeepTrain; [Network] [Input(4)] [Dense(3)] [{attribute}] [MeanSquaredError] [SGD] partial class Net;");

    [Fact]
    public async Task What_exists_is_left_alone() => await AnalyzerHarness.Verify(
        """
        using DeepTrain;
        class TahnAttribute : System.Attribute;
        [Network] [Input(4)] [Tahn] [Dense(3)] [MeanSquaredError] [SGD] partial class Net;
        """);
}
