using System.Runtime.CompilerServices;

namespace DeepTrain.Runtime;

// The weight gradient of a batch too long for one sum: block by block of its rows (RowBlocks).
public static unsafe partial class ProductTiles
{
    /// <summary>
    /// Inputs whose totals are kept at a time. Their part of a block, 32 KB, and that of delta stay in the second-level
    /// cache while the tiles go over them, and lines that are fetched are used whole.
    /// </summary>
    private const int InputsAtOnce = 64;

    private const int MostColumns = 32, MostTileRows = 8;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static void GradientOfBlocks<TWidth, TVector>(
        float* x, int strideX, float* delta, int strideD, int rows, int inputs, int width, float* g)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
    {
        double* totals = stackalloc double[InputsAtOnce * MostColumns];
        float* sums = stackalloc float[MostTileRows * MostColumns];
        int whole = TileShape.Vectors(TWidth.Lanes);
        for (int column = 0; column < width; column += whole * TWidth.Lanes)
        {
            int vectors = Math.Min(whole, (width - column) / TWidth.Lanes), columns = vectors * TWidth.Lanes;
            for (int first = 0; first < inputs; first += InputsAtOnce)
            {
                int count = Math.Min(InputsAtOnce, inputs - first);
                new Span<double>(totals, count * columns).Clear();
                for (int row = 0; row < rows; row += RowBlocks.Rows)
                {
                    int blockRows = Math.Min(RowBlocks.Rows, rows - row);
                    float* xBlock = x + row * (nint)strideX + first, deltaBlock = delta + row * (nint)strideD + column;
                    for (int k = 0, height; k < count; k += height)
                    {
                        height = TileShape.Next(count - k, TileShape.Rows(TWidth.Lanes));
                        Tile<TWidth, TVector>(
                            height, vectors, xBlock + k, 1, strideX, deltaBlock, strideD, null, sums, columns,
                            blockRows, inOrder: true);
                        BlockTotals.Add(sums, totals + k * columns, height * columns);
                    }
                }

                for (int k = 0; k < count; k++)
                    BlockTotals.Round(totals + k * columns, g + (first + k) * (nint)width + column, columns);
            }
        }
    }
}
