using DeepTrain;

/// <summary>What a course recommends of activations, measured on the wines by repeated cross-validation.</summary>
internal static class ActivationComparison
{
    public static void Run(int repeats)
    {
        using Dataset wine = TuneData.Wine();
        Console.WriteLine(
            $"Three hidden layers of 16, SGD at 0.05, 15 epochs; 5 folds, {repeats} times: mean and standard deviation of the folds.");
        Console.WriteLine();
        Console.WriteLine("| activation | accuracy | loss |");
        Console.WriteLine("| --- | --- | --- |");
        Row<SigmoidNet>("sigmoid", wine, repeats);
        Row<TanhNet>("tanh", wine, repeats);
        Row<ReluNet>("ReLU", wine, repeats);
        Row<LeakyReluNet>("leaky ReLU", wine, repeats);
        Row<EluNet>("ELU", wine, repeats);
    }

    private static void Row<TNetwork>(string name, Dataset wine, int repeats)
        where TNetwork : class, INetwork<TNetwork>
    {
        // a fixed number of epochs and the last weights: nothing is chosen by the rows that it is measured on
        var options = new FitOptions { Epochs = 15, BatchSize = 16, Seed = 1, RestoreBest = false, Metrics = [Metrics.Accuracy] };
        KFoldResult result = CrossValidation.Run<TNetwork>(
            wine, 5, options, Preprocessing.ZeroMean().UnitVariance(), new SplitOptions { Seed = 1 }, seed: 1, repeats: repeats);
        Console.WriteLine(
            $"| {name} | {result.Mean(Metrics.Accuracy):F3} ± {result.Std(Metrics.Accuracy):F3} | {result.MeanLoss:F3} ± {result.StdLoss:F3} |");
    }
}
