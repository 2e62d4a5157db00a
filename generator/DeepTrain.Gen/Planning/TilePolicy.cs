using DeepTrain.Gen.Model;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Planning;

/// <summary>A strip of columns that one tile covers: the whole panel at 512 bits, 16 columns at 256 and 128.</summary>
/// <param name="Vectors">Vectors side by side.</param>
/// <param name="Width">Columns from one input's weights to the next: the panel's width.</param>
internal readonly record struct Strip(int Vectors, int Width);

/// <summary>How products and weight gradients are cut into register tiles.</summary>
internal static class TilePolicy
{
    public static int Rows(VectorType v) => TileShape.Rows(v.Lanes);

    /// <summary>
    /// How a product cuts its sums. Of a long reduction it adds a part in all panels before it goes on: that part of the batch
    /// stays in the second-level cache, which the whole of it would leave.
    /// </summary>
    /// <returns>The terms of a part, and where the last part begins, which takes what is left; 0 if there is but one.</returns>
    public static (int Terms, int Last) ReductionParts(int reduction)
    {
        if (reduction <= Machine.LongestReduction)
            return (reduction, 0);
        int parts = reduction / Machine.ReductionPart, terms = reduction / parts / PanelShape.Granule * PanelShape.Granule;
        return (terms, (parts - 1) * terms);
    }

    /// <summary>The strip of a panel. Units that are fewer than a strip's columns need fewer vectors.</summary>
    public static Strip StripOf(VectorType v, int units, int panelWidth) => v.Bits == 512
        ? new Strip(panelWidth / 16, panelWidth)
        : new Strip(Math.Min((units + v.Lanes - 1) / v.Lanes, TileShape.Vectors(v.Lanes)), panelWidth);

    /// <summary>Whether eight columns, half of a vector, take two terms of a reduction at once.</summary>
    public static bool PairsTerms(VectorType places, VectorType width, Window window) =>
        width.Bits == 512 && places.Bits == 256 && window.Run.Length > 1 && window.Reduction >= Machine.PairedTerms;

    /// <summary>
    /// The same in a weight gradient, whose sums stay apart: an input of a pair is a number of the image, its neighbour the next.
    /// </summary>
    public static bool PairsInputs(VectorType places, VectorType width, Window window) =>
        width.Bits == 512 && places.Bits == 256 && window.Run.Length > 1;

    /// <summary>
    /// The different widths of what is packed of a layer's panels: the usual one, and that of the last if it differs. None
    /// if all units are in the tail.
    /// </summary>
    public static IReadOnlyList<int> PanelWidths(int units, int tail = 0)
    {
        int last = PanelShape.Count(units) - 1;
        int usual = PanelShape.PackedWidth(units, 0, tail), final = PanelShape.PackedWidth(units, last, tail);
        return usual == 0 ? [] : usual == final ? [usual] : [usual, final];
    }

    /// <summary>
    /// How the inputs of a weight gradient are cut into tiles: tiles of one height, then tiles that are one lower, so that
    /// none is left over.
    /// </summary>
    public static (int Height, int Count, int LowerCount) InputTiles(VectorType v, int inputs, int vectors)
    {
        int tiles = Heights(v, vectors).Select(height => (inputs + height - 1) / height)
            .OrderBy(tiles => tiles + (inputs % tiles > 0 ? Machine.MethodEnds : 0)).First();
        int height = (inputs + tiles - 1) / tiles;
        int lower = height * tiles - inputs;
        return (height, tiles - lower, lower);
    }

    /// <summary>The same with tiles of one height only, and the inputs left that fill none.</summary>
    /// <param name="endsAreDear">
    /// Whether the end of a tile takes long because what is updated comes from far away; where it does not, inputs that are
    /// left have to save more ends.
    /// </param>
    public static (int Height, int Count, int Left) WholeTiles(VectorType v, int inputs, int vectors, bool endsAreDear)
    {
        int leaving = endsAreDear ? Machine.FarEnds : Machine.NearEnds;
        int height = Heights(v, vectors).Where(height => height <= inputs)
            .OrderBy(height => inputs / height + (inputs % height > 0 ? leaving : 0)).FirstOrDefault();
        return height == 0 ? (inputs, 1, 0) : (height, inputs / height, inputs % height);
    }

    /// <summary>
    /// Good heights, the best first: the rarer a tile ends the better, but its sums must hide each other's latency.
    /// </summary>
    private static IEnumerable<int> Heights(VectorType v, int vectors)
    {
        int highest = TileShape.GradientSums(v.Lanes) / vectors, fewestSums = v.Bits == 256 ? 10 : 16;
        return Enumerable.Range(0, highest).Select(less => highest - less).Where(height => height * vectors >= fewestSums);
    }
}
