using DeepTrain.Gen.Tests.Harness;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>DTG008.</summary>
public class UnsafeCodeTests
{
    private const string Use = """
        static class Use
        {
            static float All(float[] x) { var net = new Net(1UL); net.Save("a"); return net.TrainBatch(x, x); }
        }
        """;

    private const string Marked = "using DeepTrain; [Network, Input(4), Dense(2), MeanSquaredError, SGD] "
        + "public partial class {|DTG008:Net|} { }";

    [Fact]
    public async Task A_project_that_forbids_unsafe_code_is_told_what_to_set()
    {
        string message = Assert.Single(await AnalyzerHarness.Verify(new TestProject(AllowsUnsafe: false), Marked, Use));

        Assert.Contains("<AllowUnsafeBlocks>true</AllowUnsafeBlocks>", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_else_is_wrong_with_the_network_is_said_beside_it() => await AnalyzerHarness.Verify(
        new TestProject(AllowsUnsafe: false),
        Marked.Replace("Dense(2)", "Dense({|DTG006:0|})", StringComparison.Ordinal), Use);

    [Fact]
    public async Task One_that_allows_it_is_fine() => await AnalyzerHarness.Verify(
        TestProject.Ordinary, Marked.Replace("{|DTG008:Net|}", "Net", StringComparison.Ordinal), Use);

    [Fact]
    public async Task One_without_a_network_may_forbid_it() =>
        await AnalyzerHarness.Verify(new TestProject(AllowsUnsafe: false), "class Other { }");
}
