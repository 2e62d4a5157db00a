using System.Globalization;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Layers.Regularisation;

/// <summary>Which elements a dropout layer drops: those whose 24 random bits lie below the rate.</summary>
internal static class DropMask
{
    /// <summary>Writes the comparison; returns the condition, all ones where the element is dropped.</summary>
    public static string Dropped(ElementCode code, LayerSpec layer, float rate)
    {
        string bits = code.RandomBits(layer);
        string name = layer.LocalName("Threshold"), value = code.V.Broadcast(CSharpLiteral.Of(Threshold(rate)));
        string threshold = code.Declare(
            name, $"{code.V.Class}<int> {name} = {value}; // {CSharpLiteral.Plain(rate)} * 2^24");
        return $"{code.V.Less($"({bits} >>> 8).AsInt32()", threshold)}.AsSingle()";
    }

    public static string Percent(float rate) => (rate * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %";

    private static int Threshold(float rate) => (int)Math.Round(rate.AsDecimal() * (1 << 24));
}
