using System.Globalization;

namespace DeepTrain.Gen.Diagnostics;

/// <summary>
/// Numbers as messages show them: three digits, whatever the culture, and in words where there is no number.
/// </summary>
internal static class Numbers
{
    private const string NotKnown = "an unknown number";

    public static string Of(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Grouped(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>So many of something: <c>1 unit</c>, <c>1,000 samples</c>.</summary>
    public static string Count(long count, string noun) => $"{Grouped(count)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>Names in a sentence: the first few, and how many more there are.</summary>
    public static string List(IReadOnlyList<string> names, int most)
    {
        if (names.Count > most)
            return $"{string.Join(", ", names.Take(most))} and {Of(names.Count - most)} more";
        return names.Count < 2
            ? string.Concat(names)
            : $"{string.Join(", ", names.Take(names.Count - 1))} and {names[names.Count - 1]}";
    }

    /// <summary>A ratio: <c>31 times</c>; beyond a million nobody counts.</summary>
    public static string Times(double ratio) =>
        double.IsNaN(ratio) ? "an unknown number of times"
        : ratio > 1e6 ? "more than a million times"
        : $"{Of(ratio)} times";

    public static string Of(double value)
    {
        double size = Math.Abs(value);
        if (size > float.MaxValue)
            return value > 0 ? "more than 1e38" : "less than -1e38";
        if (double.IsNaN(value))
            return NotKnown;
        if (size == 0)
            return "0"; // and not the -0 of a negative zero
        if (size is < 1e-3 or >= 1e5)
            return value.ToString("0.##e+0", CultureInfo.InvariantCulture).Replace("e+", "e");
        return Rounded(value, 3).ToString("0.######", CultureInfo.InvariantCulture);
    }

    /// <summary>A share as <c>92%</c>, with more digits close to all of it.</summary>
    public static string Percent(double share)
    {
        if (double.IsNaN(share))
            return "an unknown share";
        double percent = Math.Max(0, 100 * share) + 0d; // rounding may leave less than nothing, or a negative zero
        string format = percent is > 99 and < 100 ? "0.##" : percent < 10 ? "0.#" : "0";
        return percent.ToString(format, CultureInfo.InvariantCulture) + "%";
    }

    /// <summary>A number for source: two digits, so that it looks chosen and not measured.</summary>
    public static string Literal(double value) => CSharpLiteral.Of((float)Rounded(value, 2)).Replace("E-0", "e-");

    public static double Rounded(double value, int digits)
    {
        if (value == 0)
            return 0;
        double unit = Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(value))) - digits + 1);
        return Math.Round(value / unit) * unit;
    }
}
