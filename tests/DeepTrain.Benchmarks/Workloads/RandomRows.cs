namespace DeepTrain.Benchmarks.Workloads;

/// <summary>Random inputs with what belongs to them, and room for outputs.</summary>
internal sealed class RandomRows
{
    public RandomRows(INetwork network, int rows)
    {
        var random = new Random(1);
        Rows = rows;
        Inputs = Numbers(random, rows * network.InputSize);
        Outputs = new float[rows * network.OutputSize];
        if (network.Description.Loss == "SoftmaxCrossEntropy")
            Labels = [.. Enumerable.Range(0, rows).Select(_ => random.Next(network.OutputSize))];
        else
            Targets = Numbers(random, rows * network.OutputSize);
    }

    public int Rows { get; }

    public float[] Inputs { get; }

    public float[] Outputs { get; }

    /// <summary>The classes, for a classifier; otherwise there are <see cref="Targets"/>.</summary>
    public int[]? Labels { get; }

    public float[] Targets { get; } = [];

    private static float[] Numbers(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextSingle() - 1)];
}
