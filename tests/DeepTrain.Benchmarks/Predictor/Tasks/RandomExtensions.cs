namespace DeepTrain.Benchmarks.Predictor;

/// <summary>Draws that <see cref="Random"/> lacks.</summary>
internal static class RandomExtensions
{
    /// <summary>From N(0, 1), by Box and Muller.</summary>
    public static double NextNormal(this Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>Between two positive numbers, all decades alike.</summary>
    public static double NextLog(this Random random, double low, double high) =>
        low * Math.Pow(high / low, random.NextDouble());

    public static T Pick<T>(this Random random, params ReadOnlySpan<T> choices) => choices[random.Next(choices.Length)];

    public static bool Chance(this Random random, double probability) => random.NextDouble() < probability;
}
