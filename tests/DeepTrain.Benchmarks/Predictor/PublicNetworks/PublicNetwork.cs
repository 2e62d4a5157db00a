using System.Globalization;
using System.Text.RegularExpressions;

namespace DeepTrain.Benchmarks.Predictor;

/// <summary>A network that somebody wrote: what it was, where, and what it learned.</summary>
/// <param name="Name">What it is called there.</param>
/// <param name="Source">Who published it, or what it is about.</param>
/// <param name="Kind">
/// What it learns: <c>classes</c>, <c>binary</c>, <c>labels</c>, <c>regression</c>, <c>autoencoder</c> or <c>wordvectors</c>.
/// </param>
/// <param name="Batch">Rows of a batch.</param>
/// <param name="Steps">Updates of its training.</param>
/// <param name="Note">
/// Of a published network <c>yes</c>, <c>no</c> or <c>unknown</c>: whether it is known to train. Of a mistake the severity and the id
/// of the diagnostic that names it.
/// </param>
/// <param name="Declaration">Its steps; <c>[Network]</c> before them only where the source states facts about its data.</param>
internal sealed partial record PublicNetwork(
    string Name, string Source, string Kind, int Batch, int Steps, string Note, string Declaration)
{
    /// <summary>Whether it is known to train; null where its source does not say.</summary>
    public bool? Trains => Note switch { "yes" => true, "no" => false, _ => null };

    /// <summary>How many numbers a row has.</summary>
    public int Inputs => InputPattern().Match(Declaration).Groups[1].Value.Split(", ")
        .Aggregate(1, (size, number) => size * int.Parse(number, CultureInfo.InvariantCulture));

    /// <summary>How many answers: the units of the last layer with weights.</summary>
    public int Outputs => int.Parse(UnitsPattern().Matches(Declaration)[^1].Groups[1].Value, CultureInfo.InvariantCulture);

    /// <summary>Whether its answers lie between 0 and 1.</summary>
    public bool AnswersShares => Declaration.Contains("[BinaryCrossEntropy]", StringComparison.Ordinal) || EndsWith("Sigmoid");

    /// <summary>Whether its answers lie between -1 and 1.</summary>
    public bool EndsInTanh => EndsWith("Tanh");

    /// <summary>All that other people published.</summary>
    public static IReadOnlyList<PublicNetwork> ReadAll() => ReadAll("public/");

    /// <summary>All that learners do wrong.</summary>
    public static IReadOnlyList<PublicNetwork> ReadMistakes() => ReadAll("mistakes/");

    /// <summary>All of a file of the same form.</summary>
    public static IReadOnlyList<PublicNetwork> ReadFile(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return [.. Read(stream, Path.GetFileName(path))];
    }

    private static IReadOnlyList<PublicNetwork> ReadAll(string prefix) =>
    [
        .. typeof(PublicNetwork).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .SelectMany(name => Read(typeof(PublicNetwork).Assembly.GetManifestResourceStream(name)!, name[prefix.Length..] + ".txt")),
    ];

    /// <summary>A class as its author would have declared it, or with the training stated.</summary>
    public string Declare(string className, bool statesTraining)
    {
        string stated = string.Create(CultureInfo.InvariantCulture, $"Steps = {Steps}, BatchSize = {Batch}");
        string facts = NetworkPattern().Match(Declaration).Groups[1].Value;
        string all = string.Join(", ", new[] { facts, statesTraining ? stated : "" }.Where(text => text != ""));
        return $"[Network({all})] {NetworkPattern().Replace(Declaration, "")} public partial class {className};";
    }

    /// <summary>A fact that the source states about its data.</summary>
    public double Fact(string name, double otherwise) =>
        Regex.Match(Declaration, $@"\b{name} = (-?[0-9.]+)f") is { Success: true } match
            ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
            : otherwise;

    private bool EndsWith(string activation) =>
        Regex.IsMatch(Declaration, $@"\[{activation}\] \[(MeanSquaredError|MeanAbsoluteError|Huber)\]");

    private static IEnumerable<PublicNetwork> Read(Stream stream, string file)
    {
        using var reader = new StreamReader(stream);
        foreach (ListedNetwork listed in NetworkList.Read(Lines(reader), file))
        {
            int[] training = [.. listed.Parts[2].Split(" x ").Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
            yield return new PublicNetwork(
                listed.Name, listed.Source, listed.Parts[1], training[0], training[1], listed.Note, listed.Steps);
        }
    }

    private static IEnumerable<string> Lines(StreamReader reader)
    {
        while (reader.ReadLine() is string line)
            yield return line;
    }

    [GeneratedRegex(@"\[Input\(([\d, ]+)\)\]")]
    private static partial Regex InputPattern();

    [GeneratedRegex(@"\[(?:Dense|Maxout)\((\d+)")]
    private static partial Regex UnitsPattern();

    [GeneratedRegex(@"\[Network\((.*?)\)\] ")]
    private static partial Regex NetworkPattern();
}
