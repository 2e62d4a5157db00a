using DeepTrain.Benchmarks.Networks;

namespace DeepTrain.Benchmarks.Workloads;

/// <summary>Everything that is measured, in the order of the tables.</summary>
internal static class WorkloadList
{
    private const int EpochRows = 10_000;

    public static IReadOnlyList<Workload> All { get; } =
    [
        .. A(Pass.Predict, 1), .. A(Pass.PredictChained, 1), .. A(Pass.Train, 1, 8),
        .. B(Pass.Predict, 1), .. B(Pass.PredictChained, 1), .. B(Pass.Predict, 32), .. B(Pass.Train, 32, 64),
        new("c", "c: 784-512-256-10 BN dropout Adam", () => new NetworkC(), Pass.Train, 128),
        new("c plain Adam", "c without BN and dropout, Adam", () => new NetworkCPlainAdam(), Pass.Train, 128),
        new("c plain SGD", "c without BN and dropout, SGD", () => new NetworkCPlainSGD(), Pass.Train, 128),
        .. Chains(Pass.Train), .. Chains(Pass.TrainEpoch),
        new("odd", "100-50-30-7 tanh ReLU Adam", () => new NetworkOdd(), Pass.Train, 33),
        .. Images("d", "d: 28x28, conv 8 and 16, SGD", () => new NetworkD()),
        .. Images("lenet", "LeNet-5 ReLU SGD", () => new NetworkLeNet()),
        .. Images("cifar", "3x32x32, conv 32 32 64 64 BN, 128-10 SGD", () => new NetworkCifar()),
    ];

    /// <summary>What leaves the caches: long batches and wide layers.</summary>
    public static IReadOnlyList<Workload> Large { get; } =
    [
        .. new[] { 1024, 4096 }.Select(rows =>
            new Workload("c", "c: 784-512-256-10 BN dropout Adam", () => new NetworkC(), Pass.Train, rows)),
        .. Wide("wide 512", () => new NetworkWide512()),
        .. Wide("wide 1024", () => new NetworkWide1024()),
        .. Wide("wide 2000", () => new NetworkWide2000()),
        .. Wide("wide 4000", () => new NetworkWide4000()),
    ];

    public static Workload C { get; } = All.First(workload => workload.Key == "c");

    private static IEnumerable<Workload> A(Pass pass, params int[] rows) =>
        rows.Select(count => new Workload("a", "a: 8-16-16-4 ReLU SGD", () => new NetworkA(), pass, count));

    private static IEnumerable<Workload> B(Pass pass, params int[] rows) =>
        rows.Select(count => new Workload("b", "b: 784-128-10 Adam", () => new NetworkB(), pass, count));

    private static IEnumerable<Workload> Images(string key, string title, Func<INetwork> create) =>
    [
        new(key, title, create, Pass.Predict, 1), new(key, title, create, Pass.Predict, 32), new(key, title, create, Pass.Train, 32),
    ];

    private static IEnumerable<Workload> Wide(string key, Func<INetwork> create) =>
        new[] { Pass.Train, Pass.Predict }.Select(pass => new Workload(key, key + ", twice, Adam", create, pass, 128));

    private static IEnumerable<Workload> Chains(Pass pass) =>
        [new("chains", "4-32-16-4 ReLU Adam", () => new NetworkChains(), pass, 32, EpochRows)];
}
