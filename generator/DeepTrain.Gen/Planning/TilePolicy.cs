using DeepTrain.Gen.Emission;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Planning;

/// <summary>A strip of columns that one tile covers: the whole panel at 512 bits, 16 columns at 256.</summary>
/// <param name="Vectors">Vectors side by side.</param>
/// <param name="Width">Columns from one input's weights to the next: the panel's width.</param>
internal readonly record struct Strip(int Vectors, int Width);

/// <summary>How products and weight gradients are cut into register tiles.</summary>
internal static class TilePolicy
{
    public static int Rows(VectorType v) => TileShape.Rows(v.Lanes);

    /// <summary>The strip of a panel. Eight units or fewer need but one 256-bit vector.</summary>
    public static Strip StripOf(VectorType v, int units, int panelWidth) => v.Bits == 512
        ? new Strip(panelWidth / 16, panelWidth)
        : new Strip(units <= 8 ? 1 : 2, panelWidth);

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
        // a single vector leaves registers for more inputs, and needs them: each sum is one more chain
        int highest = v.Bits == 512 ? (vectors == 1 ? 16 : 8) : (vectors == 1 ? 12 : 6);
        int tiles = (inputs + highest - 1) / highest;
        int height = (inputs + tiles - 1) / tiles;
        int lower = height * tiles - inputs;
        return (height, tiles - lower, lower);
    }
}
