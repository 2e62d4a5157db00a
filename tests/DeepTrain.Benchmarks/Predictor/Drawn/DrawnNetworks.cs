namespace DeepTrain.Benchmarks.Predictor;

/// <summary>Random networks of a seed on one task, trained.</summary>
internal static class DrawnNetworks
{
    // seeds that begin so draw networks that are not scored, for judges to learn from
    private static readonly (string Prefix, Func<Random, NetworkSettings>? Draw)[] s_otherDrawings =
    [
        ("beyond", NetworkDrawing.DrawBeyond), ("saturated", NetworkDrawing.DrawSaturated),
        ("fast-sgd", NetworkDrawing.DrawFastSgd), ("fast", NetworkDrawing.DrawFast),
    ];

    /// <param name="task">What they learn.</param>
    /// <param name="seed">Names the drawing.</param>
    /// <param name="count">How many.</param>
    public static IReadOnlyList<ScoredNetwork> Train(LearningTask task, string seed, int count)
    {
        int[] seeds = [.. Enumerable.Range(0, count).Select(i => Seeds.Of(seed, task.Name, i))];
        Func<Random, NetworkSettings> draw = s_otherDrawings
            .FirstOrDefault(each => seed.StartsWith(each.Prefix, StringComparison.Ordinal)).Draw ?? NetworkDrawing.Draw;
        NetworkSettings[] settings = [.. seeds.Select(each => draw(new Random(each)))];
        return Train(task.Name, [.. settings.Select((drawn, i) => (task, drawn, seeds[i]))]);
    }

    /// <summary>Networks of convolutions on the digits.</summary>
    public static IReadOnlyList<ScoredNetwork> TrainImages(string seed, int count)
    {
        LearningTask task = new DigitsTask();
        IEnumerable<int> seeds = Enumerable.Range(0, count).Select(i => Seeds.Of(seed, "images", i));
        return Train("images", [.. seeds.Select(each => (task, (NetworkSettings)ImageSettings.Draw(new Random(each)), each))]);
    }

    public static IReadOnlyList<ScoredNetwork> Train(
        string title, IReadOnlyList<(LearningTask Task, NetworkSettings Settings, int Seed)> networks)
    {
        Trial[] trials = [.. networks.Select((network, i) => new Trial(
            network.Task, $"Network{i}", network.Settings.Declare($"Network{i}", network.Task), network.Seed))];
        double[] accuracies = new Bench(title).Run(trials);
        return [.. Forecast.Of(trials).Select((prediction, i) =>
            new ScoredNetwork(trials[i], networks[i].Settings, prediction, accuracies[i]))];
    }
}
