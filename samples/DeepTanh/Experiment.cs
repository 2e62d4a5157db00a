using DeepTrain;

/// <summary>A network, what to call it, and what the compiler says of it.</summary>
/// <param name="Create">A new network from a seed.</param>
/// <param name="Smallest">Where the axis of its histograms starts.</param>
/// <param name="Largest">Where it ends.</param>
public sealed record Experiment(
    string Title, Func<ulong, INetwork> Create, IReadOnlyList<string> CompilerSays, float Smallest, float Largest)
{
    public static IReadOnlyList<Experiment> All { get; } =
    [
        Tanh("tanh, weights from N(0, 0.01²)", seed => new SmallTanh(seed), SmallTanh.CompilerSays),
        Tanh("tanh, weights from N(0, 1)", seed => new LargeTanh(seed), LargeTanh.CompilerSays),
        Tanh("tanh, Xavier: N(0, 1/500)", seed => new XavierTanh(seed), XavierTanh.CompilerSays),
        ReLU("ReLU, Xavier: N(0, 1/500)", seed => new XavierReLU(seed), XavierReLU.CompilerSays),
        ReLU("ReLU, He: N(0, 2/500)", seed => new HeReLU(seed), HeReLU.CompilerSays),
    ];

    private static Experiment Tanh(string title, Func<ulong, INetwork> create, IReadOnlyList<string> compilerSays) =>
        new(title, create, compilerSays, -1, 1);

    private static Experiment ReLU(string title, Func<ulong, INetwork> create, IReadOnlyList<string> compilerSays) =>
        new(title, create, compilerSays, 0, 4);
}
