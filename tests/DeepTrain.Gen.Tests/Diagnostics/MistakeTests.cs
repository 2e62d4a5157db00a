using DeepTrain.Gen.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>
/// What learners do wrong, each with the diagnostic that names it. The bench trains them (<c>predictor mistakes</c>): a warning is
/// of one that does not train, a suggestion of one that does.
/// </summary>
public class MistakeTests
{
    private static readonly string Folder = Repository.PathOf("tests", "DeepTrain.Benchmarks", "Predictor", "Mistakes");

    // they failed on the digits, but of what is as likely to fail a third trains, on other tasks: not enough for a warning
    private static readonly string[] s_missed = ["thirty layers of four units", "dropout in ten layers"];

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
        // what is said of the declaration alone: the code that would be emitted takes longer than all else
        IEnumerable<Diagnostic> found = await AnalyzerHarness.Run(TestCompilation.Create(source), withGenerator: false);
        string[] said = [.. found.Select(diagnostic => $"{Word(diagnostic.Severity)} {diagnostic.Id}")];
        if (s_missed.Contains(name))
        {
            Assert.DoesNotContain(expected, said);
            return;
        }

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

    internal static IEnumerable<(string Name, string Expected, string Source)> ReadAll() =>
        NetworkList.ReadFolder(Folder).Select(listed => (listed.Name, listed.Note, Declare(listed.Steps)));

    // some are a whole class, for what is wrong with it
    private static string Declare(string steps)
    {
        string network = steps.StartsWith("[Network", StringComparison.Ordinal) ? "" : "[Network] ";
        string type = steps.EndsWith(']') ? " public partial class Net;" : "";
        return network + steps + type;
    }
}
