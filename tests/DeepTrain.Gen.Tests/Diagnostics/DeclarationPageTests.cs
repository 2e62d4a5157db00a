using System.Text.RegularExpressions;
using DeepTrain.Gen.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>The pages of what cannot be compiled: the first example has the problem, the second has none.</summary>
public partial class DeclarationPageTests
{
    // a failure of the compiler has no example, and two errors come from the build
    private static readonly string[] s_withoutDeclaration = ["DTG000", "DTG012", "DTG015"];

    public static readonly TheoryData<string> Ids =
    [
        .. Directory.EnumerateFiles(Repository.PathOf("generator", "docs", "rules"), "DTG0*.md")
            .Select(path => Path.GetFileNameWithoutExtension(path)).Except(s_withoutDeclaration).Order(),
    ];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_first_example_has_the_problem_alone(string id)
    {
        (Compilation _, IReadOnlyList<string> found) = await Check(id, 0);
        Assert.Equal([id], found.Distinct());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_second_example_compiles(string id)
    {
        (Compilation compiled, IReadOnlyList<string> found) = await Check(id, 1);
        Assert.Empty(found);
        Assert.Empty(AnalyzerHarness.Errors(compiled));
    }

    [Theory]
    [InlineData("DTG000")]
    [InlineData("DTG012")]
    [InlineData("DTG015")]
    public void What_no_declaration_causes_shows_none(string id) => Assert.Empty(RulePage.Read(id).Networks);

    private static async Task<(Compilation Compiled, IReadOnlyList<string> Found)> Check(string id, int which)
    {
        RulePage page = RulePage.Read(id);
        Assert.True(page.Networks.Length >= 2, $"{page.Networks.Length} examples");
        // settings of the project, where they are what matters
        MatchCollection settings = Setting().Matches(page.Text);
        Match? setting = settings.Count == 0 ? null : settings[which];
        var project = new TestProject(
            AllowsUnsafe: setting?.Groups["unsafe"].Value != "false",
            Language: setting?.Groups["language"] is { Success: true } version
                && LanguageVersionFacts.TryParse(version.Value, out LanguageVersion language) ? language : LanguageVersion.Latest);
        Compilation compiled = GeneratorHarness.Run(TestCompilation.Create(
            project, $"using System;\nusing System.IO;\nusing DeepTrain;\n{page.Networks[which]}")).Output;
        return (compiled, [.. (await AnalyzerHarness.Analyze(compiled)).Select(each => each.Id)
            .Where(each => each.StartsWith("DTG0", StringComparison.Ordinal))]);
    }

    [GeneratedRegex("\n  <(AllowUnsafeBlocks>(?<unsafe>true|false)|LangVersion>(?<language>[0-9.]+))</")]
    private static partial Regex Setting();
}
