using DeepTrain.Gen.Tests.Harness;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>DTG002.</summary>
public class UnsupportedTypeTests
{
    [Theory]
    [InlineData("static partial class {|DTG002:Net|}", "static")]
    [InlineData("static class {|DTG002:Net|}", "static")]
    [InlineData("abstract partial class {|DTG002:Net|}", "abstract")]
    [InlineData("partial class {|DTG002:Net|}<T>", "generic (Net<T>)")]
    [InlineData("partial record {|DTG002:Net|}", "record")]
    [InlineData("partial record class {|DTG002:Net|}(int Value)", "record")]
    [InlineData("file partial class {|DTG002:Net|}", "local to its file")]
    [InlineData("partial class {|DTG002:Net|}(int value)", "primary constructor")]
    public async Task A_class_of_another_kind_is_reported_at_its_name_with_the_reason(string header, string reason)
    {
        string message = Assert.Single(await AnalyzerHarness.Verify(Networks.WithHeader(header)));

        Assert.StartsWith("'Net' cannot be a network: ", message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("partial struct {|DTG002:Net|}", "it is a struct")]
    [InlineData("partial record struct {|DTG002:Net|}", "it is a record")]
    [InlineData("partial interface {|DTG002:INet|}", "it is an interface")]
    public async Task What_is_no_class_at_all_is_reported_too(string header, string reason)
    {
        string message = Assert.Single(await AnalyzerHarness.VerifyBesides(["CS0592"], Networks.WithHeader(header)));

        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_class_in_a_type_that_is_local_to_its_file_is_reported() => await AnalyzerHarness.Verify(
        $$"""file partial class Outer { {{Networks.WithHeader("partial class {|DTG002:Net|}")}} }""");

    [Fact]
    public async Task A_network_cannot_extend_a_network()
    {
        string message = Assert.Single(await AnalyzerHarness.Verify(
            Networks.WithHeader("public partial class Base"),
            Networks.WithHeader("public partial class {|DTG002:Derived|} : Base")));

        Assert.Contains("derives from the network 'Base'", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sealed partial class Net")]
    [InlineData("partial class Net : System.EventArgs")]
    [InlineData("public partial class Net : INetwork")]
    public async Task An_ordinary_class_is_fine(string header) => await AnalyzerHarness.Verify(Networks.WithHeader(header));

    [Fact]
    public async Task A_container_may_be_generic() => await AnalyzerHarness.Verify(
        $$"""abstract partial class Outer<T> { {{Networks.WithHeader("partial class Net")}} }""");
}
