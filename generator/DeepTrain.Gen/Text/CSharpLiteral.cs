using System.Globalization;

namespace DeepTrain.Gen.Text;

/// <summary>Numbers as C# source: whatever the culture, and such that the compiler reads the same bits back.</summary>
internal static class CSharpLiteral
{
    public static string Of(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Of(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Of(uint value) => value.ToString(CultureInfo.InvariantCulture) + "u";

    public static string Of(ulong value) => value.ToString(CultureInfo.InvariantCulture) + "UL";

    public static string Of(float value)
    {
        if (float.IsNaN(value))
            return "float.NaN";
        if (float.IsInfinity(value))
            return value > 0 ? "float.PositiveInfinity" : "float.NegativeInfinity";
        if (value == 0 && 1 / value < 0)
            return "-0f";
        // R is not always exact on .NET Framework, nine digits are
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        if (float.Parse(text, CultureInfo.InvariantCulture) != value)
            text = value.ToString("G9", CultureInfo.InvariantCulture);
        return Tidy(text) + "f";
    }

    public static string Of(double value)
    {
        if (double.IsNaN(value))
            return "double.NaN";
        if (double.IsInfinity(value))
            return value > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity";
        if (value == 0 && 1 / value < 0)
            return "-0d";
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        if (double.Parse(text, CultureInfo.InvariantCulture) != value)
            text = value.ToString("G17", CultureInfo.InvariantCulture);
        return Tidy(text) + "d";
    }

    /// <summary>A number as people write it, for comments: <c>0.2</c>.</summary>
    public static string Plain(float value) => Of(value).TrimEnd('f');

    /// <summary>1E-05 as people write it: 1e-5.</summary>
    private static string Tidy(string text)
    {
        int exponent = text.IndexOf('E');
        if (exponent < 0)
            return text;
        int power = int.Parse(text.Substring(exponent + 1), CultureInfo.InvariantCulture);
        return text.Substring(0, exponent) + "e" + power.ToString(CultureInfo.InvariantCulture);
    }

    public static string Of(bool value) => value ? "true" : "false";

    /// <summary>A prediction, to four digits: more would say nothing, and differ between machines.</summary>
    public static string FourDigits(double value) => double.IsNaN(value) || double.IsInfinity(value)
        ? Of(value)
        : Of(double.Parse(value.ToString("E3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    /// <summary>A prediction for people: three digits, as 0.0120 or 1.2e-5.</summary>
    public static string ThreeDigits(double value)
    {
        if (value == 0)
            return "0"; // and not the -0 of a negative zero
        if (double.IsNaN(value))
            return "?";
        if (double.IsInfinity(value))
            return value > 0 ? "over 1e308" : "below -1e308";
        int power = (int)Math.Floor(Math.Log10(Math.Abs(value)));
        int decimals = Math.Max(0, 2 - power);
        return power is < -3 or > 3
            ? value.ToString("0.00e0", CultureInfo.InvariantCulture)
            : value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    /// <summary>A number for people: <c>2,474</c>.</summary>
    public static string Grouped(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A string literal; names are identifiers, so quotes and backslashes are all that can need escaping.</summary>
    public static string Of(string value) =>
        "\"" + string.Concat(value.Replace("\\", "\\\\").Replace("\"", "\\\"").Select(Escaped)) + "\"";

    // a literal ends where the line does, and C# knows more ends of lines than one
    private static string Escaped(char character) =>
        char.IsControl(character) || character is '\u2028' or '\u2029'
            ? "\\u" + ((int)character).ToString("X4", CultureInfo.InvariantCulture)
            : character.ToString();
}
