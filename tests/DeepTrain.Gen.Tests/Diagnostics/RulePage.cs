using System.Text.RegularExpressions;
using DeepTrain.Gen.Diagnostics;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Tests.Harness;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>The page of a rule: what it promises is tested.</summary>
internal sealed partial record RulePage(string Id, string Text)
{
    private static readonly string Folder = Repository.PathOf("generator", "docs", "rules");

    public static readonly TheoryData<string> Ids = [.. NetworkRules.All.Select(rule => rule.Id)];

    /// <summary>The network that has the problem, then the one that does not.</summary>
    public string[] Networks => [.. Code().Matches(Text).Select(match => match.Groups["code"].Value)];

    public static RulePage Read(string id)
    {
        string path = Path.Combine(Folder, id + ".md");
        return new RulePage(id, File.ReadAllText(path).ReplaceLineEndings("\n"));
    }

    public static IReadOnlyList<Finding> Check(string source)
    {
        NetworkSpec? spec = Parsing.Declaration(source).Spec;
        Assert.NotNull(spec);
        return NetworkRules.Check(spec, CancellationToken.None);
    }

    [GeneratedRegex(@"```csharp\n(?<code>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Code();
}
