using System.Diagnostics;
using System.Globalization;

namespace DeepTrain.Benchmarks.Accuracy;

/// <summary>
/// Test errors on MNIST as a user of the training library gets them, the test pictures used once. The wide network has its rate from the
/// range test and its end from early stopping on a validation part; the one with dropout has the paper's settings, which were found on
/// such a part, and trains on all pictures.
/// </summary>
internal static class MnistAccuracy
{
    private const double TrainingPart = 55.0 / 60;

    public static void Run(string folder, int seeds, string what, int dropoutEpochs)
    {
        Dataset all = Load(folder, "train"), test = Load(folder, "t10k");
        for (ulong seed = 1; seed <= (ulong)seeds; seed++)
        {
            if (what == "wide")
                RunWide(all, test, seed);
            else
                RunDropout(all, test, seed, dropoutEpochs);
        }
    }

    private static void RunWide(Dataset all, Dataset test, ulong seed)
    {
        const int BatchSize = 64, Epochs = 40;
        var watch = Stopwatch.StartNew();
        (Dataset training, Dataset validation) = all.Split(TrainingPart, 1 - TrainingPart, new SplitOptions { Seed = seed });
        Preprocessing prepare = Preprocessing.ImageMean().FitTo(training);
        Dataset rows = prepare.Apply(training);
        RateRange range = LearningRate.RangeTest<MnistWide>(rows, new RangeTestOptions { BatchSize = BatchSize, Seed = seed });
        FitResult<MnistWide> run = Trainer.Fit(new MnistWide(seed), rows, new FitOptions
        {
            Epochs = Epochs,
            BatchSize = BatchSize,
            Seed = seed,
            Validation = prepare.Apply(validation),
            Metrics = [Metrics.Accuracy],
            Schedule = Schedules.OneCycle(range.Suggestion!.Value),
            Averaging = new WeightAveraging(),
            EarlyStopping = new EarlyStopping { Metric = Metrics.Accuracy, Patience = Epochs / 2 },
        });
        Report("784-800-10", run, prepare.Apply(test), watch, $"rate {range.Suggestion:G3}, best epoch {run.BestEpoch + 1} of ");
    }

    private static void RunDropout(Dataset all, Dataset test, ulong seed, int epochs)
    {
        var watch = Stopwatch.StartNew();
        FitResult<MnistDropout> run = Trainer.Fit(new MnistDropout(seed), all, new FitOptions
        {
            Epochs = epochs, BatchSize = 128, Seed = seed, Schedule = Schedules.OneCycle(0.03f, warmUp: 0.1f),
            Progress = ConsoleProgress.Plain(Console.Error),
        });
        Report("784-1024-1024-1024-10, dropout, max-norm", run, test, watch, $"epochs ");
    }

    private static void Report<TNetwork>(string name, FitResult<TNetwork> run, Dataset test, Stopwatch watch, FormattableString how)
        where TNetwork : class, INetwork
    {
        double error = 1 - Trainer.Evaluate(run.Network, test, Metrics.Accuracy)[Metrics.Accuracy];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name}, seed {run.Options.Seed}: test error {error:P2}, {how.ToString(CultureInfo.InvariantCulture)}{run.History.Count}, "
            + $"{watch.Elapsed.TotalSeconds:F0} s"));
    }

    private static Dataset Load(string folder, string part) => Dataset.FromIdx(
        Path.Combine(folder, $"{part}-images-idx3-ubyte.gz"), Path.Combine(folder, $"{part}-labels-idx1-ubyte.gz"));
}
