using System.Reflection;
using DeepTrain.Gen.Diagnostics;
using DeepTrain.Gen.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Tests.Conventions;

/// <summary>What every rule must come with.</summary>
public class RuleConventionTests
{
    private static readonly IReadOnlyDictionary<string, DiagnosticDescriptor> Descriptors = AnalyzerHarness.Analyzers
        .SelectMany(analyzer => analyzer.SupportedDiagnostics)
        .ToDictionary(descriptor => descriptor.Id);

    private static readonly string[] AllIds =
    [
        .. typeof(DiagnosticIds)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(constant => (string)constant.GetRawConstantValue()!),
    ];

    public static TheoryData<string> Ids => [.. AllIds];

    // the networks on the pages of the others are their tests: see RulePageTests
    public static TheoryData<string> DeclarationIds => [.. AllIds.Except(NetworkRules.All.Select(rule => rule.Id))];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_has_a_descriptor_with_category_title_and_description(string id)
    {
        DiagnosticDescriptor descriptor = Descriptors[id];

        Assert.Equal("DeepTrain", descriptor.Category);
        Assert.True(descriptor.IsEnabledByDefault);
        Assert.NotEmpty(descriptor.Title.ToString());
        Assert.NotEmpty(descriptor.Description.ToString());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Its_help_link_names_its_page(string id) => Assert.Equal(
        $"https://github.com/deeptrain/DeepTrain.Gen/blob/main/generator/docs/rules/{id}.md", Descriptors[id].HelpLinkUri);

    [Theory]
    [MemberData(nameof(Ids))]
    public void Its_page_says_what_why_and_how(string id)
    {
        string[] lines = File.ReadAllLines(Repository.PathOf("generator", "docs", "rules", $"{id}.md"));

        Assert.Equal($"# {id}: {Descriptors[id].Title}", lines[0]);
        foreach (string heading in new[] { "## Why", "## Example", "## How to mend it", "## How to suppress it" })
            Assert.Contains(heading, lines);
        Assert.True(lines.Count(line => line == "```csharp") >= 2, "a bad network and a good one");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Its_row_in_the_release_tracking_is_right(string id)
    {
        DiagnosticDescriptor descriptor = Descriptors[id];
        string[] rows = [.. new[] { "Shipped", "Unshipped" }
            .Select(kind => Repository.PathOf("generator", "DeepTrain.Gen", $"AnalyzerReleases.{kind}.md"))
            .SelectMany(path => File.ReadAllLines(path))
            .Where(line => line.StartsWith(id + " ", StringComparison.Ordinal))];

        // a rule is new once; what has changed since, category, severity, stands behind what it was
        string severity = rows[0].Split(" | ")[2];
        Assert.Equal($"{id} | DeepTrain | {severity} | {descriptor.Title}", rows[0]);
        foreach (string change in rows[1..])
        {
            string changed = change.Split(" | ")[2];
            Assert.Equal($"{id} | DeepTrain | {changed} | DeepTrain | {severity} | {descriptor.Title}", change);
            severity = changed;
        }
        Assert.Equal($"{descriptor.DefaultSeverity}", severity);
    }

    /// <summary>
    /// One test class for each rule, which says its id first: it marks a place (positive) and has sources without marks.
    /// </summary>
    [Theory]
    [MemberData(nameof(DeclarationIds))]
    public void Its_tests_expect_it_and_expect_it_not(string id)
    {
        string folder = Repository.PathOf("tests", "DeepTrain.Gen.Tests", "Diagnostics");
        string[] tests = [.. Directory.EnumerateFiles(folder, "*Tests.cs")
            .Select(File.ReadAllText)
            .Where(text => text.Contains($"<summary>{id}.", StringComparison.Ordinal))];

        string test = Assert.Single(tests);
        Assert.Contains($"{{|{id}:", test, StringComparison.Ordinal);
        Assert.Contains("_fine(", test, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_rule_that_is_reported_has_an_id_in_the_list() =>
        Assert.Equal(AllIds.Order(), Descriptors.Keys.Order());
}
