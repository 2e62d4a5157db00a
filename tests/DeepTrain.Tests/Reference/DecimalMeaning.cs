using System.Collections.Concurrent;
using System.Globalization;

namespace DeepTrain.Tests.Reference;

/// <summary>What a float in a declaration stands for.</summary>
internal static class DecimalMeaning
{
    // asked for every number that a reference computes
    private static readonly ConcurrentDictionary<float, double> Known = new();

    /// <summary>
    /// The double of the shortest decimal: 0.999f is 0.999, as in PyTorch, whose hyperparameters are doubles.
    /// </summary>
    public static double AsDecimal(this float value) => Known.GetOrAdd(
        value, static value => double.Parse(Text(value), CultureInfo.InvariantCulture));

    public static string Literal(this float value) => Text(value) + "f";

    private static string Text(float value) => value.ToString("R", CultureInfo.InvariantCulture);
}
