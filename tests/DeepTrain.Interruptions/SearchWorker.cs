using System.Globalization;

namespace DeepTrain.Interruptions;

/// <summary>One of several processes that share a search of many short trials.</summary>
internal static class SearchWorker
{
    /// <param name="arguments">Folder, number of trials, trials at once, strategy (random, halving, bayesian).</param>
    public static async Task RunAsync(string[] arguments)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        int trials = int.Parse(arguments[1], culture);
        var random = new Random(1);
        float[] inputs = [.. Enumerable.Range(0, 60 * Interrupted.InputSize).Select(_ => random.NextSingle() * 2 - 1)];
        int[] labels = [.. Enumerable.Range(0, 60).Select(row => inputs[row * 8] > 0.3f ? 2 : inputs[row * 8 + 1] > 0 ? 1 : 0)];
        (Dataset training, Dataset validation) = Dataset.FromArrays(inputs, labels).Split(0.7, 0.3);
        using var interrupt = new ConsoleInterrupt();
        SearchResult found = await Search.RunAsync(new SearchOptions
        {
            Space = new()
            {
                LearningRate = Space.LogUniform(1e-4f, 10), Regularization = Space.LogUniform(1e-3f, 10), BatchSize = Space.Choice(8, 16),
            },
            Networks = [Candidate.Of<Interrupted>(), Candidate.Of<Linear>()],
            Strategy = arguments[3] switch
            {
                "halving" => Strategies.Halving(trials),
                "bayesian" => Strategies.Bayesian(trials),
                _ => Strategies.Random(trials),
            },
            Directory = arguments[0],
            Parallel = int.Parse(arguments[2], culture),
            Seed = 5,
            CheckpointEvery = arguments[3] == "halving" ? TimeSpan.Zero : TimeSpan.FromMinutes(1),
            Training = new() { Epochs = 9, Metrics = [Metrics.Accuracy] },
        }, training, validation, interrupt.Token);
        Console.WriteLine($"{found.Stopped} {found.Trials.Count}");
    }
}
