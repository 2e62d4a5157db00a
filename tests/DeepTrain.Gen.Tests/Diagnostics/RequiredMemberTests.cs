using DeepTrain.Gen.Tests.Harness;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>DTG011.</summary>
public class RequiredMemberTests
{
    [Fact]
    public async Task A_required_member_is_reported_at_its_name()
    {
        var messages = await AnalyzerHarness.Verify(Networks.WithMembers(
            "public required string {|DTG011:Title|} { get; init; } public required int {|DTG011:Size|};"));

        Assert.Contains("'Title' is required", messages[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[System.Diagnostics.CodeAnalysis.SetsRequiredMembers] protected Base() { Title = \"\"; }")]
    public async Task An_inherited_one_is_reported_at_the_network(string constructor)
    {
        string message = Assert.Single(await AnalyzerHarness.Verify(
            $"public class Base {{ public required string Title {{ get; init; }} {constructor} }}",
            "public class Middle<T> : Base " + (constructor.Length == 0
                ? ";"
                : "{ [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] protected Middle() { } }"),
            Networks.WithHeader("partial class {|DTG011:Net|} : Middle<int>")));

        Assert.Contains("'Base.Title' is required", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_sets_it_gets_no_further_error() => await AnalyzerHarness.Verify(
        Networks.WithMembers("public required string {|DTG011:Title|} { get; init; }"),
        """class Use { public Net Net = new(1UL) { Title = "a" }; }""");

    [Fact]
    public async Task A_member_that_need_not_be_set_is_fine() => await AnalyzerHarness.Verify(
        Networks.WithMembers("""public string Title { get; init; } = ""; public int @required;"""));
}
