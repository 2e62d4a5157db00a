using System.Text.RegularExpressions;
using DeepTrain.Gen.Diagnostics;
using DeepTrain.Gen.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>Networks that other people published (the bench trains them): a warning about one that trains is noise.</summary>
public partial class PublicNetworkTests
{
    private static readonly string Folder =
        Repository.PathOf("tests", "DeepTrain.Benchmarks", "Predictor", "PublicNetworks");

    [Fact]
    public void There_are_many_and_each_is_one_network()
    {
        (string Name, bool IsKnown, string Source)[] all = [.. ReadAll()];
        Assert.True(all.Length >= 150, $"{all.Length} networks");
        Assert.Equal(all.Length, all.Select(network => network.Name).Distinct().Count());
        Assert.All(all, network => Parsing.Spec(network.Source));
    }

    [Fact]
    public void Hardly_one_that_is_known_to_train_is_warned_of_and_none_is_an_error()
    {
        var told = new List<string>();
        (string Name, bool IsKnown, string Source)[] known = [.. ReadAll().Where(network => network.IsKnown)];
        foreach ((string name, _, string source) in known)
        {
            Finding[] loud = [.. RulePage.Check(source).Where(finding => finding.Severity >= DiagnosticSeverity.Warning)];
            Assert.DoesNotContain(loud, finding => finding.Severity == DiagnosticSeverity.Error);
            if (loud.Length > 0)
                told.Add($"{name}: {string.Join(", ", loud.Select(finding => finding.Rule.Id))}");
        }

        // known to train, in its own time: 800 steps are few for some
        Assert.True(told.Count <= 0.03 * known.Length, string.Join("\n", told));
    }

    private static IEnumerable<(string Name, bool IsKnown, string Source)> ReadAll()
    {
        foreach (string path in Directory.EnumerateFiles(Folder, "*.txt"))
        {
            string[] lines = File.ReadAllLines(path);
            var texts = lines.Where(line => line.StartsWith("let ", StringComparison.Ordinal))
                .Select(line => line[4..].Split(" = ", 2)).ToDictionary(halves => $"{{{halves[0]}}}", halves => halves[1]);
            foreach (string[] parts in lines.Select(line => line.Split(" | ")).Where(parts => parts.Length > 1))
            {
                string steps = Macro().Replace(parts[^1], match => texts[match.Value]);
                string network = steps.StartsWith("[Network(", StringComparison.Ordinal) ? "" : "[Network] ";
                yield return (parts[0], parts[3] == "yes", $"{network}{steps} public partial class Net;");
            }
        }
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Macro();
}
