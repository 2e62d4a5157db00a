using System.Diagnostics;
using System.Globalization;

namespace DeepTrain.Distributed.Ranks;

/// <summary>How long an update takes, and how much of it is exchange: the fastest of many epochs, as other programs run
/// beside.</summary>
public static class Measurement
{
    private const int Updates = 12; // in an epoch

    /// <summary>Fits random rows, with so many shards or, on one rank, also without.</summary>
    public static void Run(Communicator communicator, string network, int batch, int shards, double seconds)
    {
        switch (network)
        {
            case "a": Run(communicator, () => new NetworkA(1), batch, shards, seconds); break;
            case "b": Run(communicator, () => new NetworkB(1), batch, shards, seconds); break;
            case "c": Run(communicator, () => new NetworkC(1), batch, shards, seconds); break;
            case "cifar": Run(communicator, () => new NetworkCifar(1), batch, shards, seconds); break;
            default: throw new ArgumentException($"Expected a, b, c or cifar; it is {network}.");
        }
    }

    private static void Run<TNetwork>(Communicator communicator, Func<TNetwork> create, int batch, int shards, double seconds)
        where TNetwork : class, INetwork
    {
        TNetwork network = create();
        int rows = batch * Updates;
        var random = new Random(1);
        float[] inputs = [.. Enumerable.Range(0, rows * network.InputSize).Select(_ => random.NextSingle() - 0.5f)];
        Dataset data = network.Description.LossKind == LossKind.SoftmaxCrossEntropy
            ? Dataset.FromArrays(inputs, [.. Enumerable.Range(0, rows).Select(row => row % network.OutputSize)])
            : Dataset.FromArrays(inputs, new float[rows * network.OutputSize], rows);
        FitOptions options = new() { Epochs = int.MaxValue, BatchSize = batch, DivergenceFactor = double.PositiveInfinity };
        var watch = new Watch(communicator, seconds);
        if (communicator.Size == 1)
        {
            Trainer.Fit(network, data, options with { Callbacks = [watch] });
            watch.Report($"{network.Description.Name}, {batch} rows, without shards");
            (network, watch) = (create(), new Watch(communicator, seconds));
        }
        DistributedTrainer.Fit(network, data, options with { Shards = shards, Callbacks = [watch] }, communicator);
        watch.Report($"{network.Description.Name}, {batch} rows, {shards} shards");
    }

    private sealed class Watch(Communicator communicator, double seconds) : ICallback
    {
        private readonly long _begin = Stopwatch.GetTimestamp();
        private long _start = Stopwatch.GetTimestamp();
        private TimeSpan _exchange = communicator.Exchange.Time;
        private double _best = double.PositiveInfinity, _bestExchange = double.PositiveInfinity;

        public void OnEpochEnd(FitContext context, EpochRecord epoch)
        {
            _best = Math.Min(_best, Stopwatch.GetElapsedTime(_start).TotalMicroseconds / Updates);
            _bestExchange = Math.Min(_bestExchange, (communicator.Exchange.Time - _exchange).TotalMicroseconds / Updates);
            (_start, _exchange) = (Stopwatch.GetTimestamp(), communicator.Exchange.Time);
            if (Stopwatch.GetElapsedTime(_begin).TotalSeconds > seconds)
                context.RequestStop();
        }

        public void Report(string what)
        {
            if (communicator.Rank != 0)
                return;
            string exchange = communicator.Size == 1 ? "" : $", of which exchange {_bestExchange:F0} us";
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{communicator.Transport}, {communicator.Size} ranks: {what}: {_best:F0} us an update{exchange}"));
        }
    }
}
