using System.Runtime.CompilerServices;

namespace DeepTrain.Runtime;

/// <summary>The size of register tiles, the same where the generator unrolls them and where the library does.</summary>
internal static class TileShape
{
    /// <summary>
    /// Rows of a whole tile. At 512 bits 8 rows x 2 vectors keep 16 sums in 32 registers, enough to hide the latency of two
    /// multiply-adds a cycle, and read 10 values for 16 multiply-adds; at 256 bits 6 x 2 fit 16 registers. At 128 bits, the
    /// width of processors with 32 registers, 6 x 4 keep 24 sums and read 10 values for 24 multiply-adds.
    /// </summary>
    /// <param name="lanes">Floats of a vector, 16, 8 or 4.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Rows(int lanes) => lanes == 16 ? 8 : 6;

    /// <summary>Vectors that a whole tile has side by side where the layer is wide enough.</summary>
    /// <param name="lanes">Floats of a vector, 16, 8 or 4.</param>
    public static int Vectors(int lanes) => lanes == 4 ? 4 : 2;

    /// <summary>
    /// Most sums of a tile of a weight gradient. At 512 bits 24 of 32 registers: the higher a tile, the rarer its end, where
    /// multiply-adds wait; what is left holds the operands and an update. At 256 bits 12 of 16, as in a product. At 128 bits
    /// 20 of 32, for four more hold the biases' sums and four the weights.
    /// </summary>
    /// <param name="lanes">Floats of a vector, 16, 8 or 4.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int GradientSums(int lanes) => lanes switch { 16 => 24, 8 => 12, _ => 20 };

    /// <summary>Inputs of a whole tile of a weight gradient that goes to memory.</summary>
    /// <param name="lanes">Floats of a vector, 16, 8 or 4.</param>
    /// <param name="vectors">Vectors side by side, 1 to 4.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int GradientRows(int lanes, int vectors) => Math.Min(12, GradientSums(lanes) / vectors);

    /// <summary>
    /// Rows of the next tile: a whole one, but where that would leave a very low one, two of about equal height.
    /// </summary>
    /// <param name="rows">Rows that are left, at least 1.</param>
    /// <param name="whole">Rows of a whole tile.</param>
    public static int Next(int rows, int whole) =>
        rows >= 2 * whole - 1 || rows == whole ? whole : rows > whole ? (rows + 1) / 2 : rows;
}
