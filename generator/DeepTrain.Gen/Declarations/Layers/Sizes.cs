using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Declarations;

/// <summary>Sizes of declarations that may be absurd: never an exception, never a wrapped number.</summary>
internal static class Sizes
{
    public static bool Fits(Shape shape) => Count(() => shape.Size) <= int.MaxValue;

    /// <summary>False if the rule for the layer's shape itself overflows.</summary>
    public static bool TryInfer(LayerSpec layer, Shape input, out Shape? output, out string? problem)
    {
        try
        {
            output = layer.Infer(input, out problem);
            return true;
        }
        catch (OverflowException)
        {
            output = null;
            problem = null;
            return false;
        }
    }

    /// <summary>
    /// The numbers that the layer's tensors take in memory; more than an int holds if they do not fit one.
    /// </summary>
    public static long InMemory(LayerSpec layer) => Count(() => layer.Parameters.Sum(parameter =>
        (long)parameter.Length + (parameter.IsMatrix ? Padding(parameter) : 0)));

    // every piece is padded to whole vectors
    private static long Padding(ParameterSpec matrix) => checked(
        ((long)matrix.Units + Runtime.PanelShape.Granule - 1) / Runtime.PanelShape.Granule * Runtime.PanelShape.Granule
        * matrix.Pieces * matrix.Inputs - matrix.Length);

    private static long Count(Func<long> count)
    {
        try
        {
            return count();
        }
        catch (OverflowException)
        {
            return long.MaxValue / 4;
        }
    }
}
