namespace DeepTrain.Tests.Reference;

/// <summary>Rows of data.</summary>
internal sealed record Batch(int Rows, float[] Inputs, float[] Targets)
{
    /// <summary>A weight a row; null where rows count alike.</summary>
    public float[]? Weights { get; init; }

    public static Batch Draw(NetworkPlan plan, int rows, Random random) => new(
        rows, Normal(random, rows * plan.Inputs), plan.Loss.DrawTargets(random, rows, plan.Outputs));

    /// <summary>Standard normal numbers (Box and Muller).</summary>
    public static float[] Normal(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ =>
        (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
}
