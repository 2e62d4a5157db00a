using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Tests.Harness;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>DTG007.</summary>
public class NameClashTests
{
    [Theory]
    [InlineData("""[Dense(2, Name = "a")] [Dense(2, {|DTG007:Name = "a"|})]""")]
    [InlineData("""[Dense(2, Name = "a")] [ReLU({|DTG007:Name = "A"|})]""")]
    [InlineData("""[Dense(2, {|DTG007:Name = "dense2"|})] [Dense(2)]""")]
    [InlineData("""[Dense(2)] [ReLU({|DTG007:Name = "Dense1"|})]""")]
    public async Task Two_layers_of_one_name_are_reported_at_the_declared_name(string layers) =>
        await AnalyzerHarness.Verify(Networks.WithLayers(layers));

    [Fact]
    public async Task The_first_of_several_keeps_its_name()
    {
        var messages = await AnalyzerHarness.Verify(Networks.WithLayers(
            """[Dense(2, Name = "a")] [Tanh({|DTG007:Name = "a"|})] [ReLU({|DTG007:Name = "A"|})]"""));

        Assert.Contains(
            "Layer name 'A' of network 'Net' is too like 'a', the name of its [Dense]",
            messages[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[Dense(2, Name = "a")] [Dense(2, Name = "b")]""")]
    [InlineData("""[Dense(2, Name = "fc1")] [ReLU(Name = "fC1")]""")]
    [InlineData("""[Dense(2, Name = "dense1")] [Dense(2)]""")]
    public async Task Names_that_differ_are_fine(string layers) => await AnalyzerHarness.Verify(Networks.WithLayers(layers));

    [Theory]
    [InlineData("int {|DTG007:InputSize|};")]
    [InlineData("const int {|DTG007:OutputSize|} = 1;")]
    [InlineData("int {|DTG007:ParameterCount|} => 1;")]
    [InlineData("static void {|DTG007:Description|}() { }")]
    [InlineData("event Action {|DTG007:Threads|} { add { } remove { } }")]
    [InlineData("class {|DTG007:Predict|};")]
    [InlineData("float {|DTG007:Loss|}(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => 0;")]
    [InlineData("void {|DTG007:Save|}(string? file) { }")]
    [InlineData(
        "void {|DTG007:Save|}(string path, System.Collections.Generic.IReadOnlyDictionary<string, string>? words) { }")]
    [InlineData("int {|DTG007:Load|}(System.IO.Stream from) => 0;")]
    [InlineData("void {|DTG007:LoadWeights|}(string path, LoadOptions options) { }")]
    [InlineData("public {|DTG007:Net|}() { }")]
    [InlineData("enum {|DTG007:Inspect|} { }")]
    public async Task A_member_with_the_name_of_an_emitted_one_is_reported_at_its_name(string member) =>
        await AnalyzerHarness.Verify(Networks.WithMembers(member));

    [Fact]
    public async Task A_member_in_another_part_clashes_too()
    {
        var messages = await AnalyzerHarness.Verify(
            Networks.WithHeader("partial class Net"), "partial class Net { public void {|DTG007:ApplyGradients|}() { } }");

        Assert.Equal(
            ["Member 'ApplyGradients' of network 'Net' has the name of a member that the compiler adds; rename it"],
            messages);
    }

    [Fact]
    public async Task A_constructor_says_which_one_it_is()
    {
        var messages = await AnalyzerHarness.Verify(Networks.WithMembers("public {|DTG007:Net|}(ulong number) { }"));

        Assert.Equal(["Constructor 'Net(ulong)' of network 'Net' is one that the compiler adds; remove it"], messages);
    }

    [Theory]
    [InlineData("Predict")]
    [InlineData("Description")]
    public async Task A_class_cannot_be_called_as_one_of_its_members(string name) =>
        await AnalyzerHarness.Verify(Networks.WithHeader($"partial class {{|DTG007:{name}|}}"));

    [Fact]
    public async Task Implementing_the_interface_by_hand_is_reported() => await AnalyzerHarness.Verify(
        Networks.WithMembers("int INetwork.{|DTG007:InputSize|} => 1;", "partial class Net : INetwork"));

    [Theory]
    [InlineData("public void Save(string path) { }", "Base.Save(string)")]
    [InlineData("protected internal int Threads;", "Base.Threads")]
    [InlineData("protected class Parameters;", "Base.Parameters")]
    public async Task A_member_of_a_base_class_that_would_be_hidden_is_reported_at_the_network(string member, string shown)
    {
        var messages = await AnalyzerHarness.Verify(
            $$"""class Base { {{member}} }""", Networks.WithHeader("partial class {|DTG007:Net|} : Base"));

        Assert.Contains($"Inherited member '{shown}'", Assert.Single(messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Members_that_cannot_be_seen_or_are_overloads_are_fine() => await AnalyzerHarness.Verify(
        "class Base { private int Threads; public void Save() { } public int Seen => Threads; }",
        Networks.WithHeader("partial class Net : Base"),
        """
        partial class Net
        {
            public Net(int size) : this((ulong)size) { }
            public float Loss(float[] inputs) => inputs[0];
            public void Save(out string path) => path = "";
            public void Load<T>(string path) { }
            public void Save(System.IO.FileStream stream) { }
            public void LoadWeights(string path) { }
            public float TrainBatch(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels) => 0;
        }
        """);

    [Fact]
    public async Task An_overload_for_labels_is_taken_where_the_loss_has_labels() => await AnalyzerHarness.Verify(
        "[Network] [Input(4)] [Dense(2)] [SoftmaxCrossEntropy] [SGD] partial class Net;",
        "partial class Net { "
        + "public float {|DTG007:TrainBatch|}(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels) => 0; }");

    public static TheoryData<string> MembersByName =>
    [
        .. EmittedMembers.All
            .Where(member => member.Kind != EmittedKind.Constructor)
            .Select(member => member.Name)
            .Distinct(),
    ];

    [Theory]
    [MemberData(nameof(MembersByName))]
    public async Task Every_emitted_name_is_guarded(string name) =>
        await AnalyzerHarness.Verify(Networks.WithMembers($"int {{|DTG007:{name}|}} {{ get; set; }}"));
}
