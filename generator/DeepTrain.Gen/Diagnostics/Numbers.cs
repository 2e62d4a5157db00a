using System.Globalization;

namespace DeepTrain.Gen.Diagnostics;

/// <summary>Numbers as messages show them: three digits, whatever the culture.</summary>
internal static class Numbers
{
    public static string Of(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Grouped(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Of(double value)
    {
        double size = Math.Abs(value);
        if (size == 0 || double.IsNaN(value) || double.IsInfinity(value))
            return value.ToString(CultureInfo.InvariantCulture);
        if (size is < 1e-3 or >= 1e5)
            return value.ToString("0.##e+0", CultureInfo.InvariantCulture).Replace("e+", "e");
        return Rounded(value, 3).ToString("0.######", CultureInfo.InvariantCulture);
    }

    /// <summary>A share as <c>92%</c>, with more digits close to all of it.</summary>
    public static string Percent(double share)
    {
        double percent = 100 * share;
        string format = percent is > 99 and < 100 ? "0.##" : percent < 10 ? "0.#" : "0";
        return percent.ToString(format, CultureInfo.InvariantCulture) + "%";
    }

    /// <summary>A number for source: two digits, so that it looks chosen and not measured.</summary>
    public static string Literal(double value) => Emission.CSharpLiteral.Of((float)Rounded(value, 2)).Replace("E-0", "e-");

    public static double Rounded(double value, int digits)
    {
        if (value == 0)
            return 0;
        double unit = Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(value))) - digits + 1);
        return Math.Round(value / unit) * unit;
    }
}
