using DeepTrain.Gen.Diagnostics;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>Every rule has a page; the networks on it have the problem and do not have it.</summary>
public class RulePageTests
{
    public static TheoryData<string> Ids => RulePage.Ids;

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_bad_network_has_this_problem_alone(string id)
    {
        RulePage page = RulePage.Read(id);
        IEnumerable<string> found = RulePage.Check(page.Networks[0]).Select(finding => finding.Rule.Id);
        // clipping is a companion of what makes gradients explode
        string[] expected = id == DiagnosticIds.NoClipping ? [DiagnosticIds.BatchNormExplosion, id] : [id];
        Assert.Equal(expected, found);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_good_network_has_no_problem(string id)
    {
        IEnumerable<string> found = RulePage.Check(RulePage.Read(id).Networks[1]).Select(finding => finding.Rule.Id);
        string[] expected = id == DiagnosticIds.NoClipping ? [DiagnosticIds.BatchNormExplosion] : [];
        Assert.Equal(expected, found);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_page_is_complete(string id)
    {
        RulePage page = RulePage.Read(id);
        DiagnosticDescriptor descriptor = NetworkRules.All.Single(rule => rule.Id == id).Descriptor;
        Assert.StartsWith($"# {id}: {descriptor.Title}\n", page.Text);
        Assert.EndsWith($"{id}.md", descriptor.HelpLinkUri);
        Assert.Equal("DeepTrain", descriptor.Category);
        Assert.Equal(2, page.Networks.Length);
        string severity = descriptor.DefaultSeverity switch
        {
            DiagnosticSeverity.Error => "an error",
            DiagnosticSeverity.Warning => "a warning",
            _ => "a suggestion",
        };
        Assert.Contains($"usually {severity}.", page.Text);
        foreach (string section in new[] { "## Why", "## How the numbers come about", "## How to mend it", "## How to suppress it" })
            Assert.Contains(section, page.Text);
    }

    [Fact]
    public void Ids_are_unique_and_messages_have_all_their_values()
    {
        Assert.Equal(NetworkRules.All.Count, NetworkRules.All.Select(rule => rule.Id).Distinct().Count());
        foreach (NetworkRule rule in NetworkRules.All)
        {
            foreach (Finding finding in RulePage.Check(RulePage.Read(rule.Id).Networks[0]))
            {
                string message = string.Format(
                    System.Globalization.CultureInfo.InvariantCulture,
                    finding.Rule.Descriptor.MessageFormat.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    [.. finding.Values, ""]);
                Assert.EndsWith(".", message);
                Assert.DoesNotContain("{", message);
                Assert.DoesNotContain("NaN", message);
                Assert.DoesNotContain("∞", message);
            }
        }
    }

    [Fact]
    public void Release_tracking_has_a_row_for_every_rule()
    {
        string[] rows = [.. new[] { "Shipped", "Unshipped" }.SelectMany(kind =>
            File.ReadAllLines(Repository.PathOf("generator", "DeepTrain.Gen", $"AnalyzerReleases.{kind}.md")))];
        foreach (DiagnosticDescriptor descriptor in NetworkRules.All.Select(rule => rule.Descriptor))
        {
            string row = rows.Last(row => row.StartsWith($"{descriptor.Id} | ", StringComparison.Ordinal));
            Assert.StartsWith($"{descriptor.Id} | DeepTrain | {descriptor.DefaultSeverity} | ", row, StringComparison.Ordinal);
            Assert.EndsWith($" | {descriptor.Title}", row, StringComparison.Ordinal);
        }
    }
}
