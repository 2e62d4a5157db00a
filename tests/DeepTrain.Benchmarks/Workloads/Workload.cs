using System.Globalization;

namespace DeepTrain.Benchmarks.Workloads;

/// <summary>What is repeated.</summary>
internal enum Pass
{
    /// <summary>A training step.</summary>
    Train,

    /// <summary>All training steps of an epoch.</summary>
    TrainEpoch,

    /// <summary>Predictions that do not depend on each other: throughput.</summary>
    Predict,

    /// <summary>Predictions that each need the one before: latency.</summary>
    PredictChained,
}

/// <summary>A measurement: a network, what is done with it, and the rows of a batch.</summary>
/// <param name="Key">The network's name, the same on the peers' side.</param>
/// <param name="Title">What is in the network.</param>
/// <param name="Create">Makes the network.</param>
/// <param name="Pass">What is repeated.</param>
/// <param name="Rows">Rows of a batch.</param>
/// <param name="Samples">Rows of an epoch, where the pass is one.</param>
internal sealed record Workload(
    string Key, string Title, Func<INetwork> Create, Pass Pass, int Rows, int Samples = 0)
{
    public string Name => Pass switch
    {
        Pass.Train => $"{Title}, train",
        Pass.TrainEpoch => string.Create(CultureInfo.InvariantCulture, $"{Title}, epoch of {Samples:N0} rows"),
        Pass.Predict => $"{Title}, predict",
        Pass.PredictChained => $"{Title}, predict (latency)",
        _ => throw new InvalidOperationException($"There is no name for {Pass}."),
    };

    public bool IsTraining => Pass is Pass.Train or Pass.TrainEpoch;

    /// <summary>One row gives two threads nothing to share.</summary>
    public bool HasWorkForThreads => IsTraining || Rows > 1;

    /// <summary>
    /// Floating-point operations of one repetition, as they are usually counted: those of the products alone, two for each
    /// multiply-add. Training has three products a layer (output, weight gradient, input gradient), two in the first.
    /// </summary>
    public double Flops(NetworkDescription description)
    {
        double total = description.MultiplyAdds;
        double first = description.Layers.First(layer => layer.MultiplyAdds > 0).MultiplyAdds;
        double products = IsTraining ? 3 * total - first : total;
        return 2 * products * (Pass == Pass.TrainEpoch ? Samples : Rows);
    }

    /// <summary>For BenchmarkDotNet's tables.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name}, {Rows} {(Rows == 1 ? "row" : "rows")}");
}
