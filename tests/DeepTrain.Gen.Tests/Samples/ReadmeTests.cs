using System.Text.RegularExpressions;
using DeepTrain.Gen.Tests.Harness;

namespace DeepTrain.Gen.Tests.Samples;

/// <summary>The README shows what the generator writes: what it shows is what is written.</summary>
public partial class ReadmeTests
{
    private const string LeftOut = "...";

    private static readonly string s_readme = File.ReadAllText(Repository.PathOf("README.md")).ReplaceLineEndings("\n");

    [Fact]
    public void Emitted_code_in_it_is_what_its_first_network_becomes()
    {
        string network = CodeBlock().Matches(s_readme).Select(block => block.Groups[1].Value)
            .First(code => code.Contains("[Network]", StringComparison.Ordinal));
        string declaration = network[network.IndexOf("[Network]", StringComparison.Ordinal)..];
        string emitted = string.Concat(GeneratorHarness.Run(declaration).Texts.Values.Select(Unindented));

        string section = s_readme[s_readme.IndexOf("## What the compiler writes", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("\n## ", StringComparison.Ordinal)];
        string[] shown = [.. CodeBlock().Matches(section).Select(block => block.Groups[1].Value)];
        Assert.NotEmpty(shown);
        Assert.All(
            shown.SelectMany(code => Unindented(code).Split($"\n{LeftOut}")).Where(part => part.Trim().Length > 0),
            part => Assert.Contains(part, emitted, StringComparison.Ordinal));
    }

    private static string Unindented(string code) =>
        string.Concat(code.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim() + "\n"));

    [GeneratedRegex("^```csharp\n(.*?)\n```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
