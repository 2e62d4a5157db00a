namespace DeepTrain.Tests.Documentation;

/// <summary>The page of the library's types is what the code says, and says something of each.</summary>
public sealed class ApiPageTests
{
    private static readonly ApiPage Page = new(typeof(INetwork).Assembly,
        "Written by the tests from the comments in the code. What the generator adds to a network's class is `INetwork`, with the "
        + "constants `InputSize`, `OutputSize` and `ParameterCount` and two constructors.");

    [Fact]
    public void Every_public_member_is_documented() => Assert.Empty(Page.Undocumented);

    [Fact]
    public void The_page_is_up_to_date() => DocumentationFolder.Match(Page.Text, "generator", "docs", "api.md");

    [Theory]
    [InlineData("- `void ExportOnnx(string path, OnnxOptions? options = null)`")]
    [InlineData("- `float TrainBatch(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, ReadOnlySpan<float> rowWeights)`")]
    [InlineData("- `bool TryGet(string name, out Parameter? parameter)`")]
    [InlineData("- `static LoadOptions Sequential { get; }`")]
    [InlineData("- `float? Missing { get; init; }`")]
    [InlineData("- `Logits`: What the last layer does")]
    [InlineData("## AdamAttribute")]
    public void Members_are_shown_as_they_are_declared(string line) => Assert.Contains($"\n{line}", Page.Text);

    [Fact]
    public void What_is_for_emitted_code_is_left_out()
    {
        Assert.DoesNotContain("NetworkState", Page.Text);
        Assert.DoesNotContain("OnnxGraph", Page.Text);
        Assert.DoesNotContain("<Clone>$", Page.Text);
    }
}
