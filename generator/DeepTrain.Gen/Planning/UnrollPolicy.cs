using DeepTrain.Gen.Layers;
using DeepTrain.Gen.Layers.Linear;
using DeepTrain.Gen.Model;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Planning;

/// <summary>
/// How far loops are unrolled. A step whose multiply-adds fit the instruction cache is straight-line code; otherwise each
/// product is a loop around a register tile with its reduction unrolled by two. No method comes near the 20,000 IL
/// instructions at which the JIT stops optimising.
/// </summary>
internal sealed class UnrollPolicy(NetworkSpec spec, VectorType vector)
{
    private readonly int _limit = spec.UnrollLimit ?? Machine.StraightLineMultiplyAdds(vector);

    private readonly bool _hasImages = spec.Layers.Any(layer => layer is IReshaping && !layer.Input.IsFlat && !layer.Output.IsFlat);

    /// <summary>
    /// Two steps of 16 multiply-adds, or of 12, hide what a loop costs. Many layers of different shapes are many tiles: their
    /// loops stay short so that a build does.
    /// </summary>
    private readonly int _loopUnroll = ProductShapes(spec) <= 8 ? 2 : 1;

    /// <summary>Vector multiply-adds of a step of one tile of rows.</summary>
    public long StepMultiplyAdds { get; } =
        Products(spec).Select((layer, index) => StepCost(layer, index, vector)).Sum();

    public bool IsStraightLine => !_hasImages && StepMultiplyAdds <= _limit;

    /// <summary>How many steps of a reduction one loop body holds.</summary>
    public int Unroll(int rows, int vectors, int reduction) =>
        IsStraightLine && (long)rows * vectors * reduction <= Machine.MethodMultiplyAdds ? reduction : Math.Min(_loopUnroll, reduction);

    private static int ProductShapes(NetworkSpec spec) =>
        Products(spec).Select(layer => (layer.Units, layer.Inputs)).Distinct().Count();

    private static IEnumerable<LinearLayer> Products(NetworkSpec spec) =>
        spec.Layers.OfType<LinearLayer>().Where(layer => layer is not IReshaping);

    private static long StepCost(LinearLayer layer, int index, VectorType vector)
    {
        long units = (long)layer.Pieces * PanelShape.Padded(layer.Units) / vector.Lanes;
        long inputs = PanelShape.Padded(layer.Inputs) / vector.Lanes;
        int rows = TilePolicy.Rows(vector);
        long forward = rows * units * layer.Inputs;
        long inputGradient = index == 0 ? 0 : (long)rows * inputs * layer.Units * layer.Pieces;
        return 2 * forward + inputGradient;
    }
}
