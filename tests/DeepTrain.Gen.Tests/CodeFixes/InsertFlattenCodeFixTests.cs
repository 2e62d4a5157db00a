using DeepTrain.Gen.CodeFixes;
using DeepTrain.Gen.Tests.Harness;

namespace DeepTrain.Gen.Tests.CodeFixes;

public class InsertFlattenCodeFixTests
{
    [Fact]
    public async Task Flatten_gets_a_line_of_its_own_before_the_layer() => Assert.Equal(
        """
        class Outer
        {
            [Network]
            [Input(3, 8, 6)]
            [ReLU]
            [Flatten]
            // the classifier
            [Dense(2)]
            [MeanSquaredError]
            [SGD]
            partial class Net;
        }
        """,
        await CodeFixHarness.Fix(new InsertFlattenCodeFix(), """
        class Outer
        {
            [Network]
            [Input(3, 8, 6)]
            [ReLU]
            // the classifier
            [Dense(2)]
            [MeanSquaredError]
            [SGD]
            partial class Net;
        }
        """));

    [Fact]
    public async Task Line_ends_stay_those_of_the_file() => Assert.Equal(
        "[Network]\r\n[Input(3, 8, 6)]\r\n[Flatten]\r\n[Dense(2)]\r\n[MeanSquaredError]\r\n[SGD]\r\npartial class Net;",
        await CodeFixHarness.Fix(
            new InsertFlattenCodeFix(),
            "[Network]\r\n[Input(3, 8, 6)]\r\n[Dense(2)]\r\n[MeanSquaredError]\r\n[SGD]\r\npartial class Net;"));

    [Theory]
    [InlineData(
        "[Network] [Input(3, 8, 6)] [Dense(2)] [MeanSquaredError] [SGD]",
        "[Network] [Input(3, 8, 6)] [Flatten] [Dense(2)] [MeanSquaredError] [SGD]")]
    [InlineData(
        "[Network, Input(3, 8, 6), Dense(2), MeanSquaredError, SGD]",
        "[Network, Input(3, 8, 6), Flatten, Dense(2), MeanSquaredError, SGD]")]
    [InlineData(
        "[Network, Input(3, 8, 6)] [global::DeepTrain.Dense(2)] [MeanSquaredError, SGD]",
        "[Network, Input(3, 8, 6)] [global::DeepTrain.Flatten] [global::DeepTrain.Dense(2)] [MeanSquaredError, SGD]")]
    public async Task On_one_line_it_stays_on_the_line(string before, string after) => Assert.Equal(
        after + " partial class Net;", await CodeFixHarness.Fix(new InsertFlattenCodeFix(), before + " partial class Net;"));

    [Fact]
    public async Task Fix_all_mends_every_network_of_the_file()
    {
        const string Before = "[Network] [Input(3, 8, 6)] [Dense(2)] [MeanSquaredError] [SGD] partial class A; "
            + "[Network] [Input(1, 4, 4)] [ReLU] [Softmax] [MeanSquaredError] [SGD] partial class B;";

        Assert.Equal(
            Before.Replace("[Dense", "[Flatten] [Dense").Replace("[Softmax", "[Flatten] [Softmax"),
            await CodeFixHarness.FixAll(new InsertFlattenCodeFix(), Before));
    }

    [Fact]
    public async Task What_it_mends_is_valid_afterwards()
    {
        string mended = (await CodeFixHarness.Fix(
            new InsertFlattenCodeFix(), Networks.WithSteps("[Input(3, 8, 6)] [Dense(2)] [MeanSquaredError] [SGD]")))!;

        await AnalyzerHarness.Verify(mended);
    }

    [Fact]
    public async Task Flat_rows_need_no_fix() =>
        Assert.Null(await CodeFixHarness.Fix(new InsertFlattenCodeFix(), Networks.WithLayers("[Dense(2)]")));
}
