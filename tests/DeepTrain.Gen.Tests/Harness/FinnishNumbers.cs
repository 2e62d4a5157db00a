using System.Globalization;
using System.Runtime.CompilerServices;

namespace DeepTrain.Gen.Tests.Harness;

/// <summary>
/// Runs every test of this assembly with the numbers of fi-FI: a decimal comma, and a minus that is not ASCII. A number
/// that is formatted or read without a culture then breaks a test. Built here, because fi-FI itself needs ICU.
/// </summary>
internal static class FinnishNumbers
{
    public static readonly CultureInfo Culture = Create();

    [ModuleInitializer]
    internal static void Use()
    {
        CultureInfo.DefaultThreadCurrentCulture = Culture;
        CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentCulture = Culture;
    }

    private static CultureInfo Create()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = "\u00A0";
        culture.NumberFormat.NegativeSign = "\u2212";
        return culture;
    }
}
