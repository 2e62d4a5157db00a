using DeepTrain.Gen.Tests.Harness;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>DTG010.</summary>
public class BaseConstructorTests
{
    private const string Use = """
        static class Use
        {
            static float All(float[] x) { var net = new Net(); return new Net(1UL).TrainBatch(x, x) + net.Loss(x, x); }
        }
        """;

    [Theory]
    [InlineData("public Base(int size) { }")]
    [InlineData("public Base(ref int size) { } protected Base(string name, int size = 1) { }")]
    [InlineData("private Base() { } public Base(int size) { }")]
    [InlineData("protected Base(int size = 1) { } protected Base(string name = null!) { }")]
    [InlineData("protected Base(params int[] sizes) { } protected Base(params string[] names) { }")]
    public async Task A_base_class_that_wants_arguments_is_reported(string constructors)
    {
        string message = Assert.Single(await AnalyzerHarness.Verify(
            $"class Base {{ {constructors} }}", Networks.WithHeader("partial class {|DTG010:Net|} : Base"), Use));

        Assert.Contains("'Base' without arguments", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("protected Base() { } public Base(int size) { }")]
    [InlineData("internal Base(int size = 1, params string[] names) { }")]
    [InlineData("protected Base(string name = null!) { } protected Base(params int[] sizes) { }")]
    [InlineData("protected Base(params int[] sizes) { } protected Base(int size) { }")]
    [InlineData("private protected Base() { }")]
    public async Task One_that_does_not_is_fine(string constructors) => await AnalyzerHarness.Verify(
        $"class Base {{ {constructors} }}", Networks.WithHeader("partial class Net : Base"), Use);

    [Fact]
    public async Task A_primary_constructor_wants_arguments_too() => await AnalyzerHarness.Verify(
        "class Base(int size) { public int Size => size; }",
        Networks.WithHeader("partial class {|DTG010:Net|} : Base"), Use);

    [Fact]
    public async Task A_private_constructor_of_the_class_around_is_fine() => await AnalyzerHarness.Verify(
        $$"""partial class Outer { private Outer() { } {{Networks.WithHeader("partial class Inner : Outer")}} }""");
}
