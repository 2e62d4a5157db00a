using System.Text.RegularExpressions;
using DeepTrain.Gen.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>
/// What learners do wrong, each with the diagnostic that names it. The bench trains them (<c>predictor mistakes</c>): a warning is
/// of one that does not train, a suggestion of one that does.
/// </summary>
public partial class MistakeTests
{
    private static readonly string Folder = Repository.PathOf("tests", "DeepTrain.Benchmarks", "Predictor", "Mistakes");

    public static TheoryData<string, string, string> Mistakes()
    {
        var mistakes = new TheoryData<string, string, string>();
        foreach ((string name, string expected, string source) in ReadAll())
            mistakes.Add(name, expected, source);
        return mistakes;
    }

    [Fact]
    public void There_are_more_than_fifty() => Assert.True(ReadAll().Select(mistake => mistake.Name).Distinct().Count() > 60);

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_named(string name, string expected, string source)
    {
        IEnumerable<Diagnostic> found = await AnalyzerHarness.Run(TestCompilation.Create(source));
        string[] said = [.. found.Select(diagnostic => $"{Word(diagnostic.Severity)} {diagnostic.Id}")];
        Assert.True(said.Contains(expected), $"{name}: {expected} among {string.Join(", ", said)}");
        // what is advice must not come with a warning of something else
        if (expected.StartsWith("suggestion", StringComparison.Ordinal))
            Assert.All(said, each => Assert.StartsWith("suggestion", each));
    }

    private static string Word(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        _ => "suggestion",
    };

    internal static IEnumerable<(string Name, string Expected, string Source)> ReadAll()
    {
        foreach (string path in Directory.EnumerateFiles(Folder, "*.txt"))
        {
            string[] lines = File.ReadAllLines(path);
            var texts = lines.Where(line => line.StartsWith("let ", StringComparison.Ordinal))
                .Select(line => line[4..].Split(" = ", 2)).ToDictionary(halves => $"{{{halves[0]}}}", halves => halves[1]);
            foreach (string[] parts in lines.Select(line => line.Split(" | ")).Where(parts => parts.Length > 1))
            {
                string steps = Macro().Replace(parts[^1], match => texts[match.Value]);
                string network = steps.StartsWith("[Network", StringComparison.Ordinal) ? "" : "[Network] ";
                string type = steps.EndsWith(']') ? " public partial class Net;" : "";
                yield return (parts[0], parts[3], network + steps + type);
            }
        }
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Macro();
}
