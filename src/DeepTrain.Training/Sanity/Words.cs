using System.Globalization;

namespace DeepTrain;

/// <summary>Numbers as sentences show them.</summary>
internal static class Words
{
    /// <summary>Three digits.</summary>
    public static string Number(double value) => Math.Abs(value) switch
    {
        0 => "0",
        >= 1e-4 and < 1e6 => value.ToString(Math.Abs(value) >= 1000 ? "0" : "G3", CultureInfo.InvariantCulture),
        _ => value.ToString("0.##e0", CultureInfo.InvariantCulture),
    };

    /// <summary>A share from 0 to 1 in percent.</summary>
    public static string Percent(double share) => (100 * share).ToString(
        share is > 0 and < 0.1 ? "0.0" : "0", CultureInfo.InvariantCulture) + " %";

    /// <summary>A number with its noun.</summary>
    public static string Count(long count, string noun) =>
        $"{count.ToString(CultureInfo.InvariantCulture)} {noun}{(count == 1 ? "" : "s")}";
}
