using DeepTrain.Gen.Tests.Harness;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>DTG004.</summary>
public class StepsOnSeveralPartsTests
{
    [Fact]
    public async Task A_step_on_another_part_is_reported_once_and_nothing_else_is()
    {
        var messages = await AnalyzerHarness.Verify(
            "[{|DTG004:Input(4)|}] [Dense(2)] partial class Net;",
            "[Network] [Dense(3)] [MeanSquaredError] [SGD] partial class Net;");

        string message = Assert.Single(messages);
        Assert.StartsWith(
            "[Input] stands on another declaration of network 'Net' than [Dense]", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parts_in_one_file_are_parts_too() => await AnalyzerHarness.Verify("""
        [Network] [Input(4)] [Dense(2)] [MeanSquaredError] partial class Net;
        [{|DTG004:SGD|}] partial class Net;
        """);

    [Fact]
    public async Task Every_part_with_steps_is_reported() => await AnalyzerHarness.Verify(
        "[Network] [Input(4)] partial class Net;",
        "[{|DTG004:Dense(2)|}] partial class Net;",
        "[{|DTG004:MeanSquaredError|}] [SGD] partial class Net;");

    [Fact]
    public async Task Parts_without_steps_are_fine() => await AnalyzerHarness.Verify(
        "[Serializable] partial class Net { public int Count; }",
        Networks.WithHeader("partial class Net"),
        "partial class Net;");

    [Fact]
    public async Task Network_may_stand_on_a_part_of_its_own() => await AnalyzerHarness.Verify(
        "[Network] partial class Net;", "[Input(4)] [Dense(2)] [MeanSquaredError] [SGD] partial class Net;");
}
