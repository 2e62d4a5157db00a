using System.Globalization;

namespace DeepTrain.Distributed.Ranks;

/// <summary>A fit with all that may depend on how many ranks there are, and what is left of it as text.</summary>
public static class FitTask
{
    private const int Rows = 117; // no multiple of batches, shards or ranks

    /// <summary>Options of a fit, whose names are those of its variants.</summary>
    public static FitOptions Options(string variant, int shards, int epochs, string? folder = null, double every = 3.6e6) => new()
    {
        Epochs = epochs,
        BatchSize = 16,
        Shards = shards,
        Seed = 3,
        LastBatch = LastBatch.Keep, // 5 rows, fewer than there may be shards
        Validation = variant == "regression" ? Numbers(41, 2, isStreamed: false) : Labels(41, 2),
        Metrics = variant == "regression" ? [Metrics.R2] : [Metrics.Accuracy, Metrics.F1()],
        EvaluateTraining = variant == "classes",
        Accumulate = variant == "accumulated" ? 3 : 1,
        FullBatch = variant == "full",
        RowWeights = variant is "weighted" or "accumulated" ? [.. Enumerable.Range(0, Rows).Select(row => row % 5 * 0.5f)] : null,
        ClassWeights = variant == "weighted" ? [1, 0.25f, 2] : null,
        Schedule = Schedules.OneCycle(0.02f),
        EarlyStopping = new EarlyStopping { Patience = 1000 },
        Averaging = variant == "weighted" ? new WeightAveraging { Decay = 0.9f } : null,
        Augmentation = Augmentation.Noise(0.01f),
        Workers = variant == "regression" ? 1 : 0,
        Checkpoint = folder == null ? null : new Checkpoint(folder) { Every = TimeSpan.FromMilliseconds(every) },
    };

    /// <summary>Fits, and returns the bytes of the network and, line by line, what was measured.</summary>
    public static Outcome Run(string variant, FitOptions options, Communicator? communicator, CancellationToken token = default) =>
        variant == "regression"
            ? Run(new Wide(5), Numbers(Rows, 1, isStreamed: true), options, communicator, token)
            : Run(new Small(5), Labels(Rows, 1), options, communicator, token);

    private static Outcome Run<TNetwork>(
        TNetwork network, Dataset data, FitOptions options, Communicator? communicator, CancellationToken token)
        where TNetwork : class, INetwork
    {
        FitResult<TNetwork> run = communicator == null
            ? Trainer.Fit(network, data, options, token)
            : DistributedTrainer.Fit(network, data, options, communicator, token);
        byte[] best = Bytes(network);
        run.RestoreLast();
        CultureInfo culture = CultureInfo.InvariantCulture;
        string[] history =
        [
            .. run.History.Select(epoch => string.Join(
                ' ', epoch.Epoch, epoch.Steps, epoch.Rows, epoch.TrainingLoss.ToString("R", culture),
                epoch.TrainingLossInInference?.ToString("R", culture), epoch.ValidationLoss?.ToString("R", culture),
                string.Join(' ', epoch.Metrics.Select(value => value.ToString("R", culture))),
                epoch.LearningRate.ToString("R", culture))),
            $"{run.Stopped} best {run.BestEpoch}",
        ];
        return new Outcome(best, Bytes(network), history, run.ResumedAt);
    }

    private static byte[] Bytes(INetwork network)
    {
        var stream = new MemoryStream();
        network.Save(stream);
        return stream.ToArray();
    }

    /// <summary>Rows of three classes.</summary>
    public static Dataset Labels(int rows, int seed)
    {
        float[] inputs = Random(rows * 8, seed);
        return Dataset.FromArrays(
            inputs, [.. Enumerable.Range(0, rows).Select(row => inputs[row * 8] > 0.3f ? 2 : inputs[row * 8 + 1] > 0 ? 1 : 0)],
            new DatasetOptions { ClassNames = ["a", "b", "c"] });
    }

    private static Dataset Numbers(int rows, int seed, bool isStreamed)
    {
        float[] inputs = Random(rows * 8, seed);
        var data = Dataset.FromReader(rows, 8, 2, (row, input, target) =>
        {
            inputs.AsSpan(row * 8, 8).CopyTo(input);
            (target[0], target[1]) = (2 * input[0], input[1] - input[2]);
        });
        return isStreamed ? data : data.ToMemory();
    }

    private static float[] Random(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() * 2 - 1)];
    }
}

/// <summary>What a fit leaves.</summary>
/// <param name="Best">The network's file with the best weights.</param>
/// <param name="Last">The same with the last.</param>
/// <param name="History">What was measured, without the time.</param>
/// <param name="ResumedAt">Where it went on.</param>
public sealed record Outcome(byte[] Best, byte[] Last, string[] History, ResumePoint? ResumedAt)
{
    /// <summary>Writes files that are compared.</summary>
    public void Write(string folder, string name)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, $"{name}.best"), Best);
        File.WriteAllBytes(Path.Combine(folder, $"{name}.last"), Last);
        File.WriteAllLines(Path.Combine(folder, $"{name}.history"), History);
    }
}
