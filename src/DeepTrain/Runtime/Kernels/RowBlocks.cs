using System.ComponentModel;

namespace DeepTrain.Runtime;

/// <summary>
/// How sums over the rows of a batch are cut. The error of a sum in float grows with the number of its terms, and equal
/// terms are rounded the same way each time. So only up to 1,024 rows are summed in one go; more are summed in float over
/// short blocks, and in double over the blocks, so that the error does not grow with the batch. The cut depends on the
/// number of rows alone.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RowBlocks
{
    /// <summary>The most rows that are summed in one go.</summary>
    public const int Longest = 1024;

    /// <summary>
    /// Rows of a block of a batch that is longer: where a block ends, a tile's sums go through memory, which takes long.
    /// </summary>
    public const int Rows = 128;

    // the sum of a column ends in a few instructions
    private const int RowsOfColumn = 32;

    /// <summary>Rows of a block of a column that is summed in registers, for a batch of so many rows.</summary>
    public static int OfColumn(int rows) => rows <= Longest ? rows : RowsOfColumn;
}
