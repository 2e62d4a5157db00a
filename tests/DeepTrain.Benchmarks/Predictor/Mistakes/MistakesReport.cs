using System.Globalization;
using DeepTrain.Benchmarks.Measuring;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Benchmarks.Predictor;

/// <summary>
/// The sixth goal: what learners do wrong is named, by a warning or an error where the network does not train for it, by advice
/// where it does.
/// </summary>
internal static class MistakesReport
{
    private const string NotTrained = "declaration";
    private const double Goal = 49.0 / 51;

    /// <param name="path">A file of the same form with other networks, each trained once; null for the mistakes.</param>
    /// <param name="listsAll">Whether every mistake gets a line, and not only those that are not as expected.</param>
    /// <returns>Whether the goal is reached.</returns>
    public static bool Print(string? path, bool listsAll)
    {
        IReadOnlyList<PublicNetwork> mistakes = path is null ? PublicNetwork.ReadMistakes() : PublicNetwork.ReadFile(path);
        PublicNetwork[] trained = [.. mistakes.Where(each => each.Kind != NotTrained)];
        Dictionary<PublicNetwork, double> first = Train(trained, 1), second = path is null ? Train(trained, 2) : first;
        IReadOnlyList<Diagnostic>[] told = Diagnosis.Of([.. mistakes.Select(Source)], DiagnosticSeverity.Info);
        Dictionary<PublicNetwork, double> scores = trained.Zip(Forecast.Of(trained.Select((each, i) => Trial(each, i, 1))))
            .ToDictionary(pair => pair.First, pair => pair.Second.Score);
        var table = new MarkdownTable("mistake", "to be named by", "named by", "s", "skill", "again", "as expected");
        int named = 0, wrong = 0;
        for (int i = 0; i < mistakes.Count; i++)
        {
            PublicNetwork mistake = mistakes[i];
            string[] said = [.. told[i].Select(each => $"{Word(each.Severity)} {each.Id}")];
            bool isNamed = said.Contains(mistake.Note), isTrained = first.ContainsKey(mistake);
            double[] skills = isTrained ? [first[mistake], second[mistake]] : [];
            // what trains half of the time may be told either way
            bool fails = isTrained && skills.All(skill => !PublicTrial.Trains(mistake, skill));
            bool trains = isTrained && skills.All(skill => PublicTrial.Trains(mistake, skill));
            bool isLoud = !mistake.Note.StartsWith("suggestion", StringComparison.Ordinal);
            bool isRight = !(fails && !isLoud) && !(trains && isLoud);
            named += isNamed ? 1 : 0;
            wrong += isRight ? 0 : 1;
            if (listsAll || !isNamed || !isRight)
                table.Add(
                    mistake.Name, mistake.Note, said.Length == 0 ? null : string.Join(", ", said),
                    isTrained ? scores[mistake] : null, skills.Length > 0 ? skills[0] : null,
                    skills.Length > 0 ? skills[1] : null, isRight ? isNamed ? "yes" : "not named" : "severity");
        }

        Console.WriteLine(table);
        bool isReached = named >= Goal * mistakes.Count && wrong == 0;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"mistakes: {named} of {mistakes.Count} are named (goal {Goal:P0}), {wrong} with a severity that training denies (goal 0): "
            + $"{(isReached ? "PASS" : "FAIL")}\n"));
        return isReached;
    }

    private static string Source(PublicNetwork mistake, int i) =>
        mistake.Kind == NotTrained
            ? mistake.Declaration.Replace("class Net", $"class Network{i}", StringComparison.Ordinal)
            : mistake.Declare($"Network{i}", statesTraining: false);

    private static string Word(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        _ => "suggestion",
    };

    private static Dictionary<PublicNetwork, double> Train(PublicNetwork[] networks, int number)
    {
        double[] skills = new Bench($"mistakes, seed {number}").Run([.. networks.Select((each, i) => Trial(each, i, number))]);
        return networks.Zip(skills).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    private static PublicNetworkTrial Trial(PublicNetwork network, int i, int number) =>
        new(network, $"Network{i}", Seeds.Of("mistakes", network.Name, number));

    private sealed record PublicNetworkTrial(PublicNetwork Network, string ClassName, int Seed) : ITrial
    {
        public string Source => Network.Declare(ClassName, statesTraining: false);

        public string Key => $"{Network.Kind} {Network.Batch} {Network.Steps} {Seed} {Network.Declaration}";

        public double Run(INetwork network) => PublicTrial.Run(Network, network, Seed);
    }
}
