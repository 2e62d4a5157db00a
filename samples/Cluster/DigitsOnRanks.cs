using System.Security.Cryptography;
using DeepTrain;

/// <summary>Trains the digits on as many processes as a launcher has started, always to the same bits.</summary>
public static class DigitsOnRanks
{
    public static void Train(string? folder)
    {
        // every rank has all rows, and trains on those of its shards
        (LabelledPictures pictures, LabelledPictures others) = DigitsData.Split(seed: 1);
        Standardization standardization = Standardization.Of(pictures);
        LabelledPictures training = standardization.Apply(pictures), test = standardization.Apply(others);
        Dataset testRows = Dataset.FromArrays(test.Pixels, test.Labels);

        // Ctrl+C, or a cluster whose time is over, ends it in order and with a checkpoint
        using var interrupt = new ConsoleInterrupt();
        var network = new Digits(1);
        FitResult run = DistributedTrainer.Fit(network, Dataset.FromArrays(training.Pixels, training.Labels), new FitOptions
        {
            Epochs = 40,
            BatchSize = 128,
            Shards = 8, // decides the bits, and the highest number of ranks; the number of ranks does not
            Seed = 1,
            Schedule = Schedules.Cosine(),
            Checkpoint = folder == null ? null : new Checkpoint(folder),
            Progress = ConsoleProgress.Auto(),
        }, interrupt.Token);

        Communicator world = Mpi.World;
        if (world.Rank != 0)
            return;
        Console.WriteLine($"{world.Transport}, {world.Size} {(world.Size == 1 ? "rank" : "ranks")}: {run.Stopped}");
        Console.WriteLine($"test accuracy: {Trainer.Evaluate(network, testRows, [Metrics.Accuracy])[Metrics.Accuracy]:F3}");
        ExchangeStatistics exchange = world.Exchange;
        if (exchange.Sums > 0)
        {
            Console.WriteLine(
                $"exchanged: {exchange.Sums} sums, {exchange.BytesSent / 1e6:F1} MB sent by this rank, "
                + $"{exchange.Time.TotalMicroseconds / exchange.Sums:F0} us each");
        }
        using var file = new MemoryStream();
        network.SaveWeights(file);
        Console.WriteLine($"checksum of the weights: {Convert.ToHexStringLower(SHA256.HashData(file.ToArray()))[..16]}");
    }
}
