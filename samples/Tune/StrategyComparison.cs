using DeepTrain;

/// <summary>What strategies find on three tasks, seed by seed: Bayesian against random, and halving against
/// random.</summary>
internal static class StrategyComparison
{
    private const int Trials = 60;

    // which cost less than a third of 60 whole ones
    private const int HalvingTrials = 150;

    public static async Task RunAsync(int seeds)
    {
        Console.WriteLine($"Best validation loss of {Trials} trials, medians of {seeds} seeds; halving begins with {HalvingTrials}.");
        Console.WriteLine();
        Console.WriteLine(
            "| task | random | Bayesian | Bayesian is better | halving | halving reaches random's best | epochs until then, of random's |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        Dataset digits = TuneData.Digits(), wine = TuneData.Wine();
        var split = new SplitOptions { Seed = 1 };
        await RowAsync<Rectified>("digits, 360 rows", digits.Split(0.2, 0.2, 0.6, split), Preprocessing.ZeroMean().UnitVariance(), seeds);
        await RowAsync<WineNet>("wines", wine.Split(0.5, 0.4, 0.1, split), Preprocessing.ZeroMean().UnitVariance(), seeds);
        await RowAsync<SpiralNet>("spirals", TuneData.Spirals(600, 1).Split(0.5, 0.4, 0.1, split), null, seeds);
    }

    private static async Task RowAsync<TNetwork>(string name, DatasetSplit split, Preprocessing? prepare, int seeds)
        where TNetwork : class, INetwork<TNetwork>
    {
        var random = new double[seeds];
        var bayesian = new double[seeds];
        var halving = new double[seeds];
        var shares = new double[seeds];
        for (int seed = 0; seed < seeds; seed++)
        {
            SearchOptions options = new()
            {
                Space = new()
                {
                    LearningRate = Space.LogUniform(1e-5f, 1), Regularization = Space.LogUniform(1e-3f, 1e3f),
                    BatchSize = Space.Choice(8, 16, 32, 64),
                    Schedule = Space.Choice(Schedules.Constant(), Schedules.Cosine(), Schedules.Exponential()),
                },
                Networks = [Candidate.Of<TNetwork>()], Parallel = 2, Seed = (ulong)seed, Prepare = prepare,
                Training = new() { Epochs = 27 },
            };
            SearchResult found = await Search.RunAsync(
                options with { Strategy = Strategies.Random(Trials) }, split.Training, split.Validation);
            random[seed] = found.Best!.Score;
            bayesian[seed] = (await Search.RunAsync(
                options with { Strategy = Strategies.Bayesian(Trials) }, split.Training, split.Validation)).Best!.Score;
            SearchResult halved = await Search.RunAsync(
                options with { Strategy = Strategies.Halving(HalvingTrials) }, split.Training, split.Validation);
            halving[seed] = halved.Best!.Score;
            shares[seed] = EpochsUntil(halved, random[seed]) / (double)found.Trials.Sum(trial => trial.Epochs);
        }
        int better = Enumerable.Range(0, seeds).Count(seed => bayesian[seed] < random[seed]), reached = shares.Count(double.IsFinite);
        Console.WriteLine(
            $"| {name} | {Median(random):F4} | {Median(bayesian):F4} | {better} of {seeds} | {Median(halving):F4} | {reached} of {seeds} | {Median(shares):P0} |");
    }

    // infinity where it is never reached; what went on counts once
    private static double EpochsUntil(SearchResult found, double score)
    {
        double epochs = 0;
        foreach (TrialResult trial in found.Trials)
        {
            epochs += trial.Epochs - (trial.ContinuedFrom is int before ? found.Trials[before].Epochs : 0);
            if (trial.Score <= score)
                return epochs;
        }
        return double.PositiveInfinity;
    }

    private static double Median(double[] numbers)
    {
        double[] sorted = [.. numbers.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
