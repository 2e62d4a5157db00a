using DeepTrain.Gen.Layers.Linear;
using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Emission;

/// <summary>How a layer's penalties, L1 and L2, come into its weight gradient.</summary>
internal static class PenaltyCode
{
    public static bool Has(LinearLayer linear) => linear.Trainable && (linear.L1 > 0 || linear.L2 > 0);

    /// <summary>The method that adds them to a vector of the gradient.</summary>
    public static string Method(LinearLayer linear) => linear.PascalName + "Penalised";

    public static string Gradient(LinearLayer linear, string gradient, string weights) =>
        $"{Method(linear)}(s, {gradient}, {weights})";

    /// <summary>Prints a pass over a gradient in memory.</summary>
    /// <param name="offset">Where it begins, among all parameters.</param>
    /// <param name="length">Its floats.</param>
    public static void EmitPass(SourceWriter writer, VectorType v, LinearLayer linear, string offset, string length)
    {
        string gradient = v.Load("s->Gradients", "i"), weights = v.Load("s->Parameters", "i");
        using (writer.Block($"for (int i = {offset}; i < {offset} + {length}; i += {v.Lanes})"))
            writer.Line($"{gradient} = {Gradient(linear, gradient, weights)};");
    }
}
