using System.Globalization;

namespace DeepTrain.Gen.Model;

internal static class DecimalMeaning
{
    /// <summary>
    /// The double that the shortest decimal of a float names: 0.999f means 0.999, so that 1 - 0.999f is 0.001 and not
    /// 0.00099998. PyTorch's hyperparameters are doubles.
    /// </summary>
    public static double AsDecimal(this float value) =>
        double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
