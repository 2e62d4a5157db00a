using DeepTrain.Gen.Tests.Harness;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>DTG001.</summary>
public class NotPartialTests
{
    [Fact]
    public async Task A_class_that_is_not_partial_is_reported_at_its_name()
    {
        var messages = await AnalyzerHarness.Verify(Networks.WithHeader("public class {|DTG001:Net|}"));

        Assert.Equal(["Network 'Net' cannot be compiled: 'Net' must be partial"], messages);
    }

    [Fact]
    public async Task So_is_one_in_a_type_that_is_not_partial_with_all_the_names_to_change()
    {
        string net = Networks.WithHeader("class {|DTG001:Net|}");

        var messages = await AnalyzerHarness.Verify($$"""
            namespace A;
            struct Outer { partial class Middle { static class Inner { {{net}} } } }
            """);

        Assert.Equal(["Network 'Net' cannot be compiled: 'Net', 'Inner' and 'Outer' must be partial"], messages);
    }

    [Theory]
    [InlineData("public partial class Net")]
    [InlineData("internal sealed partial class Net")]
    public async Task A_partial_class_is_fine(string header) => await AnalyzerHarness.Verify(Networks.WithHeader(header));

    [Theory]
    [InlineData("namespace A; partial class Outer { ", " }")]
    [InlineData("partial struct Outer<T> { partial record Inner { ", " } }")]
    public async Task A_nested_one_in_partial_types_is_fine(string before, string after) =>
        await AnalyzerHarness.Verify(before + Networks.WithHeader("partial class Net") + after);

    [Fact]
    public async Task Other_classes_need_not_be_partial() => await AnalyzerHarness.Verify(Networks.Digits, "class Other;");

    [Fact]
    public async Task Its_uses_are_no_errors_of_their_own() => await AnalyzerHarness.Verify(
        Networks.WithHeader("class {|DTG001:Net|}"),
        """
        class Use
        {
            float Train(Net network, float[] inputs, int[] labels)
            {
                network.Save("net");
                network.LoadWeights("net");
                network.ExportOnnx("net.onnx");
                return network.TrainBatch(inputs, labels) + network.Loss(inputs, inputs);
            }
        }
        """);

    [Fact]
    public async Task Nor_are_those_of_one_in_a_class_and_a_namespace() => await AnalyzerHarness.Verify(
        $$"""
        namespace A.B
        {
            internal class Outer { {{Networks.WithHeader("public class {|DTG001:Net|}")}} }
        }
        """,
        "class Use { void Predict(A.B.Outer.Net network) => network.Predict(new float[64], new float[10]); }");

    [Fact]
    public void Properties_are_extensions_where_the_language_has_them()
    {
        string text = Emission.ClosedClassEmitter.Emit("global::A.Net", knowsExtensions: true);
        Assert.Contains("extension(global::A.Net network)", text);
        Assert.Contains("public float LearningRate\n        {\n            get {", text);
        Assert.Contains("public static int InputSize\n        {\n            get {", text);
        Assert.DoesNotContain("extension(", Emission.ClosedClassEmitter.Emit("global::A.Net", knowsExtensions: false));
    }
}
