namespace DeepTrain.Training.Tests.Reading;

/// <summary>Something to learn, and a network that learns it at a good rate.</summary>
internal sealed record RateTask(string Name, Func<ulong, INetwork> Create, Func<int, Dataset> Draw, bool HasClasses)
{
    public const int Epochs = 15;

    public static readonly IReadOnlyList<RateTask> All =
    [
        new("clouds, ReLU, Adam", seed => new ReluAdam(seed), seed => RateData.Clouds(seed, 20, 10, 0), true),
        new("spirals, tanh, momentum", seed => new TanhMomentum(seed), RateData.Spirals, true),
        new("waves, tanh, Adam", seed => new TanhNumbers(seed), RateData.Waves, false),
        new("noisy labels, ReLU, SGD", seed => new ReluGradient(seed), seed => RateData.Clouds(seed, 20, 5, 0.2), true),
        new("clouds, batch norm, dropout, Adam", seed => new NormedDropout(seed), seed => RateData.Clouds(seed, 20, 10, 0.05), true),
        new("yes or no, GELU, RMSProp", seed => new Yes(seed), RateData.Products, true),
    ];

    /// <summary>Trains a network of a seed on rows of that seed.</summary>
    public FitResult Train(float rate, int seed)
    {
        INetwork network = Create((ulong)seed);
        network.LearningRate = rate;
        (Dataset train, Dataset validation) = Draw(seed).Split(0.75, 0.25, new SplitOptions { Seed = (ulong)seed });
        return Trainer.Fit(network, train, new FitOptions
        {
            Epochs = Epochs, Seed = (ulong)seed, Validation = validation, Metrics = HasClasses ? [Metrics.Accuracy] : [],
            EvaluateTraining = true, RestoreBest = false,
        });
    }

    /// <summary>How far a training came: the loss of its rows at the end, in inference mode; infinite where it was broken off.</summary>
    public static double Final(FitResult run) =>
        run.Stopped == StopReason.Completed ? run.History[^1].TrainingLossInInference!.Value : double.PositiveInfinity;
}

/// <summary>Rows to learn from, others for each seed.</summary>
internal static class RateData
{
    private const int Count = 800;

    public static Dataset Clouds(int seed, int inputs, int classes, double wrong)
    {
        var random = new Random(seed);
        double[] centres = [.. Enumerable.Range(0, classes * inputs).Select(_ => Normal(random))];
        float[] all = new float[Count * inputs];
        int[] labels = new int[Count];
        for (int row = 0; row < Count; row++)
        {
            int label = row % classes;
            for (int input = 0; input < inputs; input++)
                all[row * inputs + input] = (float)((centres[label * inputs + input] + 1.5 * Normal(random)) / 1.8);
            labels[row] = random.NextDouble() < wrong ? random.Next(classes) : label;
        }
        return Dataset.FromArrays(all, labels);
    }

    public static Dataset Spirals(int seed)
    {
        var random = new Random(seed);
        float[] all = new float[Count * 2];
        int[] labels = new int[Count];
        for (int row = 0; row < Count; row++)
        {
            double along = random.NextDouble(), angle = 1.2 * Math.PI * along + row % 2 * Math.PI;
            all[row * 2] = (float)(2 * along * Math.Cos(angle) + 0.05 * Normal(random));
            all[row * 2 + 1] = (float)(2 * along * Math.Sin(angle) + 0.05 * Normal(random));
            labels[row] = row % 2;
        }
        return Dataset.FromArrays(all, labels);
    }

    public static Dataset Waves(int seed)
    {
        var random = new Random(seed);
        float[] all = [.. Enumerable.Range(0, Count * 4).Select(_ => (float)Normal(random))];
        float[] targets = [.. Enumerable.Range(0, Count).Select(row =>
            (float)(Math.Sin(2 * all[row * 4]) + 0.5 * all[row * 4 + 1] * all[row * 4 + 2] + 0.1 * Normal(random)))];
        return Dataset.FromArrays(all, targets, Count);
    }

    public static Dataset Products(int seed)
    {
        var random = new Random(seed);
        float[] all = [.. Enumerable.Range(0, Count * 8).Select(_ => (float)Normal(random))];
        int[] labels = [.. Enumerable.Range(0, Count).Select(row =>
            all[row * 8] * all[row * 8 + 1] + all[row * 8 + 2] + 0.3 * Normal(random) > 0 ? 1 : 0)];
        return Dataset.FromArrays(all, labels);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
