using System.Globalization;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Layers.Regularisation;

/// <summary>
/// Which elements a dropout layer drops: those whose random bits, read as a fraction, lie below the rate. A rate of a half
/// needs one bit of each element, so that one random word serves 32 rows of a column; 0.2 takes 16 bits.
/// </summary>
internal static class DropMask
{
    private const int WordBits = 32;
    private const double Tolerance = 1e-4;

    /// <summary>Writes the comparison; returns the condition, all ones where the element is dropped.</summary>
    public static string Dropped(ElementCode code, LayerSpec layer, float rate)
    {
        int each = BitsOf(rate);
        double steps = Steps(rate.AsDecimal(), each);
        string bits = code.RandomBits(layer, WordBits / each);
        // bits below those of an element belong to other rows: compared with a multiple of their range, they do not matter
        string value = code.V.BroadcastInt(CSharpLiteral.Of((uint)steps << (WordBits - each)));
        string rounded = steps == rate.AsDecimal() * Math.Pow(2, each) ? "" : $", rounded to {each} bit{(each > 1 ? "s" : "")}";
        string threshold = code.Declare(
            layer.LocalName("Threshold"), value,
            name => $"{code.V.UInt} {name} = {value}; // {CSharpLiteral.Plain(rate)} * 2^32{rounded}");
        return $"{code.V.Less(bits, threshold)}.AsSingle()";
    }

    public static string Percent(float rate) => (rate * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %";

    /// <summary>The fewest bits that give the rate and its complement to a ten-thousandth.</summary>
    private static int BitsOf(float rate)
    {
        double exact = rate.AsDecimal(), allowed = Tolerance * Math.Min(exact, 1 - exact);
        int bits = 1;
        while (bits < WordBits && Math.Abs(Steps(exact, bits) / Math.Pow(2, bits) - exact) > allowed)
            bits *= 2;
        return bits;
    }

    private static double Steps(double rate, int bits) => Math.Round(rate * Math.Pow(2, bits));
}
