using System.Globalization;

namespace DeepTrain.Tests.Reference;

/// <summary>What a float in a declaration stands for.</summary>
internal static class DecimalMeaning
{
    /// <summary>
    /// The double of the shortest decimal: 0.999f is 0.999, as in PyTorch, whose hyperparameters are doubles.
    /// </summary>
    public static double AsDecimal(this float value) => double.Parse(Text(value), CultureInfo.InvariantCulture);

    public static string Literal(this float value) => Text(value) + "f";

    private static string Text(float value) => value.ToString("R", CultureInfo.InvariantCulture);
}
