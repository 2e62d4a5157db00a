using DeepTrain.Tests.Documentation;

namespace DeepTrain.Training.Tests.Documentation;

/// <summary>The page of the training library's types is what the code says, and says something of each.</summary>
public sealed class TrainingApiPageTests
{
    private static readonly ApiPage Page = new(typeof(Trainer).Assembly, "Written by the tests from the comments in the code.");

    [Fact]
    public void Every_public_member_is_documented() => Assert.Empty(Page.Undocumented);

    [Fact]
    public void The_page_is_up_to_date() => DocumentationFolder.Match(Page.Text, "generator", "docs", "api-training.md");
}
