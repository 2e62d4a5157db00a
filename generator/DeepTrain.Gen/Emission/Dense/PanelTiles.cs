using DeepTrain.Gen.Layers.Linear;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission;

/// <summary>The weight-gradient tiles that cover a strip of a panel, from the first input to the last.</summary>
/// <param name="Runs">How many tiles of which shape follow each other.</param>
/// <param name="Left">Inputs after them, which fill no tile.</param>
internal sealed record PanelTiles(IReadOnlyList<(GradientTile Tile, int Count)> Runs, int Left)
{
    public GradientTile First => Runs[0].Tile;

    public bool Overlaps => First.End == TileEnd.Overlapped;

    /// <summary>Whether some gradients pass through a buffer on their way to the optimizer.</summary>
    public bool UsesSums => Overlaps || Left > 0;

    /// <summary>
    /// A straight line, and gradients that go to memory, take tiles of two heights; elsewhere what fills no tile is summed by
    /// the runtime library, and updated from a buffer.
    /// </summary>
    /// <param name="width">The panel's width.</param>
    /// <param name="update">Whether the tiles' sums go to the optimizer.</param>
    /// <param name="fusesBias">Whether the first tile sums the biases' gradient too.</param>
    public static PanelTiles Of(NetworkPlan plan, VectorType v, Stage stage, int width, bool update, bool fusesBias)
    {
        LinearLayer linear = stage.Linear!;
        Strip strip = TilePolicy.StripOf(v, linear.Units, width);
        bool ofTwoHeights = !update || plan.IsStraightLine;
        (int height, int count, int others) = ofTwoHeights
            ? TilePolicy.InputTiles(v, linear.Inputs, strip.Vectors)
            : TilePolicy.WholeTiles(v, linear.Inputs, strip.Vectors, endsAreDear: plan.ExceedsCache);
        // an update that waits for the next tile has to be long, and to fit the registers that the sums leave free
        bool overlaps = !ofTwoHeights && count > 1 && plan.Spec.Optimizer.TakesRoots && v.Bits == 512 && strip.Vectors <= 2;
        var tile = new GradientTile(
            linear, strip, height, plan.InputOf(stage).Stride, stage.ProductDelta.Stride, WithBias: false,
            !update ? TileEnd.Stored : overlaps ? TileEnd.Overlapped : TileEnd.Updated,
            Prefetches: update && IsFarFromCache(plan, linear));
        var runs = new List<(GradientTile, int)>();
        if (fusesBias)
        {
            runs.Add((tile with { WithBias = true }, 1));
            count--;
        }

        if (count > 0)
            runs.Add((tile, count));
        if (ofTwoHeights && others > 0)
            runs.Add((tile with { Height = height - 1 }, others));
        return new PanelTiles(runs, Left: ofTwoHeights ? 0 : others);
    }

    /// <summary>
    /// Whether a layer's weights and optimizer state together are larger than what a second-level cache keeps from step to
    /// step.
    /// </summary>
    private static bool IsFarFromCache(NetworkPlan plan, LinearLayer linear) =>
        (long)linear.Columns * linear.Inputs * 4 * (1 + plan.Spec.Optimizer.Slots.Count) > Machine.KeptFromStepToStep;
}
