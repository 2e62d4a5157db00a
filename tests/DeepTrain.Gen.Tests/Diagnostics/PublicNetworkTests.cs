using DeepTrain.Gen.Diagnostics;
using DeepTrain.Gen.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>Networks that other people published (the bench trains them): a warning about one that trains is noise.</summary>
public class PublicNetworkTests
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
        foreach (ListedNetwork listed in NetworkList.ReadFolder(Folder))
        {
            string network = listed.Steps.StartsWith("[Network(", StringComparison.Ordinal) ? "" : "[Network] ";
            yield return (listed.Name, listed.Note == "yes", $"{network}{listed.Steps} public partial class Net;");
        }
    }
}
