using System.Diagnostics;
using System.Globalization;

namespace DeepTrain.Benchmarks.Accuracy;

/// <summary>
/// Test errors on MNIST as a user of the training library gets them: the rate from its range test, the end by early stopping on a
/// validation part, the test pictures used once.
/// </summary>
internal static class MnistAccuracy
{
    private const double TrainingPart = 55.0 / 60;

    public static void Run(string folder, int seeds, string what)
    {
        Dataset all = Load(folder, "train"), test = Load(folder, "t10k");
        if (what == "wide")
            Run<MnistWide>("784-800-10", all, test, seeds, batchSize: 64, epochs: 40);
        else
            Run<MnistDropout>("784-1024-1024-1024-10, dropout, max-norm", all, test, seeds, batchSize: 128, epochs: 80);
    }

    private static void Run<TNetwork>(string name, Dataset all, Dataset test, int seeds, int batchSize, int epochs)
        where TNetwork : class, INetwork<TNetwork>
    {
        for (ulong seed = 1; seed <= (ulong)seeds; seed++)
        {
            var watch = Stopwatch.StartNew();
            (Dataset training, Dataset validation) = all.Split(TrainingPart, 1 - TrainingPart, new SplitOptions { Seed = seed });
            Preprocessing prepare = Preprocessing.ImageMean().FitTo(training);
            Dataset rows = prepare.Apply(training);
            RateRange range = LearningRate.RangeTest<TNetwork>(rows, new RangeTestOptions { BatchSize = batchSize, Seed = seed });
            FitResult<TNetwork> run = Trainer.Fit(TNetwork.Create(seed), rows, new FitOptions
            {
                Epochs = epochs,
                BatchSize = batchSize,
                Seed = seed,
                Validation = prepare.Apply(validation),
                Metrics = [Metrics.Accuracy],
                Schedule = Schedules.OneCycle(range.Suggestion!.Value),
                Averaging = new WeightAveraging(),
                EarlyStopping = new EarlyStopping { Metric = Metrics.Accuracy, Patience = epochs / 2 },
            });
            double error = 1 - Trainer.Evaluate(run.Network, prepare.Apply(test), Metrics.Accuracy)[Metrics.Accuracy];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name}, seed {seed}: test error {error:P2}, rate {range.Suggestion:G3}, best epoch {run.BestEpoch + 1} of {run.History.Count}, "
                + $"{watch.Elapsed.TotalSeconds:F0} s"));
        }
    }

    private static Dataset Load(string folder, string part) => Dataset.FromIdx(
        Path.Combine(folder, $"{part}-images-idx3-ubyte.gz"), Path.Combine(folder, $"{part}-labels-idx1-ubyte.gz"));
}
