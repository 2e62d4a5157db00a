using System.Text.RegularExpressions;

namespace DeepTrain.Tests.Documentation;

/// <summary>Every page can be found from the index, and every link leads somewhere.</summary>
public sealed partial class LinkTests
{
    private static readonly string Docs = Repository.PathOf("generator", "docs");

    private static readonly string[] Guides =
        [.. Directory.GetFiles(Docs, "*.md").Where(page => Path.GetFileName(page) != "README.md").Order(StringComparer.Ordinal)];

    private static readonly string[] Rules = [.. Directory.GetFiles(Path.Combine(Docs, "rules"), "*.md").Order(StringComparer.Ordinal)];

    [Fact]
    public void The_index_has_every_page_under_its_title()
    {
        string index = File.ReadAllText(Path.Combine(Docs, "README.md")).ReplaceLineEndings("\n");
        foreach (string rule in Rules)
        {
            string id = Path.GetFileNameWithoutExtension(rule), title = Title(rule);
            Assert.Contains($"| [{id}](rules/{id}.md) | {title[(id.Length + 2)..]} |\n", index);
        }
        Assert.All(Guides, guide => Assert.Contains($"]({Path.GetFileName(guide)})", index));
    }

    [Fact]
    public void Every_link_to_a_file_leads_to_one()
    {
        string[] pages =
        [
            Repository.PathOf("README.md"), Repository.PathOf("generator", "ARCHITECTURE.md"),
            Repository.PathOf("src", "DeepTrain.Training", "README.md"),
            Repository.PathOf("src", "DeepTrain.Distributed", "CLUSTER.md"), Repository.PathOf("CONTRIBUTING.md"), Path.Combine(Docs, "README.md"), .. Guides, .. Rules,
        ];
        int links = 0;
        foreach (string page in pages)
        {
            foreach (Match link in Link().Matches(File.ReadAllText(page)))
            {
                string target = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, link.Groups[1].Value));
                Assert.True(File.Exists(target) || Directory.Exists(target), $"{page} links to {link.Groups[1].Value}, which is not there.");
                links++;
            }
        }
        Assert.True(links > Rules.Length);
    }

    private static string Title(string page) => File.ReadLines(page).First().TrimStart('#', ' ');

    // to files, without the part of a page; not to the web
    [GeneratedRegex(@"\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
