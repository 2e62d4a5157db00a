using System.Runtime.CompilerServices;

namespace DeepTrain.Runtime;

// The weight gradient of a batch too long for one sum: block by block of its rows (RowBlocks).
public static unsafe partial class ProductTiles
{
    /// <summary>
    /// Inputs and panels whose totals are kept at a time. With their part of a block, copied, and that of delta they stay in the
    /// second-level cache while the tiles go over them, and what comes from beyond it serves all these panels.
    /// </summary>
    private const int InputsAtOnce = 96, PanelsAtOnce = 8;

    private const int MostTileSums = 12 * 32;

    private static void GradientOfBlocks<TWidth, TVector>(
        float* x, int strideX, float* delta, int strideD, int rows, int inputs, int panels, int lastWidth, float* g)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
    {
        for (int panel = 0; panel < panels; panel += PanelsAtOnce)
        {
            int count = Math.Min(PanelsAtOnce, panels - panel), column = panel * PanelColumns;
            GradientOfPanels<TWidth, TVector>(
                x, strideX, delta + column, strideD, rows, inputs, count,
                panel + count == panels ? lastWidth : PanelColumns, g + column * (nint)inputs);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static void GradientOfPanels<TWidth, TVector>(
        float* x, int strideX, float* delta, int strideD, int rows, int inputs, int panels, int lastWidth, float* g)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
    {
        int width = (panels - 1) * PanelColumns + lastWidth;
        int whole = TileShape.Vectors(TWidth.Lanes);
        float* sums = stackalloc float[MostTileSums];
        float* copy = ThreadScratch.Rent(InputsAtOnce * (RowBlocks.Rows + 2 * width));
        double* totals = (double*)(copy + InputsAtOnce * RowBlocks.Rows);
        for (int first = 0; first < inputs; first += InputsAtOnce)
        {
            int count = Math.Min(InputsAtOnce, inputs - first);
            new Span<double>(totals, count * width).Clear();
            for (int row = 0; row < rows; row += RowBlocks.Rows)
            {
                int blockRows = Math.Min(RowBlocks.Rows, rows - row), nextRows = Math.Min(RowBlocks.Rows, rows - row - blockRows);
                float* deltaBlock = delta + row * (nint)strideD;
                CopyInputs(x + row * (nint)strideX + first, strideX, blockRows, count, copy);
                double* total = totals;
                for (int column = 0, vectors; column < width; column += vectors * TWidth.Lanes)
                {
                    vectors = Math.Min(whole, (width - column) / TWidth.Lanes);
                    int tileColumns = vectors * TWidth.Lanes, next = column + tileColumns;
                    // what the tiles after these will read: the next columns, or the first ones of the next block
                    float* ahead = next < width ? deltaBlock + next : deltaBlock + blockRows * (nint)strideD;
                    int aheadRows = next < width ? blockRows : nextRows, aheadRow = 0;
                    for (int k = 0, height; k < count; k += height)
                    {
                        height = TileShape.Next(count - k, TileShape.GradientRows(TWidth.Lanes, vectors));
                        Tile<TWidth, TVector, OverBatch>(
                            height, vectors, copy + k, InputsAtOnce, deltaBlock + column, strideD, null, sums, tileColumns,
                            blockRows);
                        BlockTotals.Add(sums, total, height * tileColumns);
                        total += height * tileColumns;
                        for (int until = aheadRows * (k + height) / count; aheadRow < until; aheadRow++)
                        {
                            Prefetch.Line(ahead + aheadRow * (nint)strideD);
                            Prefetch.Line(ahead + aheadRow * (nint)strideD + 16);
                        }
                    }
                }
            }

            double* rounded = totals;
            for (int column = 0, vectors; column < width; column += vectors * TWidth.Lanes)
            {
                vectors = Math.Min(whole, (width - column) / TWidth.Lanes);
                int panel = Math.Min(column / PanelColumns, panels - 1), inPanel = column - panel * PanelColumns;
                int panelWidth = panel == panels - 1 ? lastWidth : PanelColumns;
                float* to = g + panel * PanelColumns * (nint)inputs + first * (nint)panelWidth + inPanel;
                for (int k = 0; k < count; k++, rounded += vectors * TWidth.Lanes)
                    BlockTotals.Round(rounded, to + k * (nint)panelWidth, vectors * TWidth.Lanes);
            }
        }
    }

    // Side by side what the tiles read again and again: where a row is far from the next, each would need a page of its own.
    private static void CopyInputs(float* x, int strideX, int rows, int count, float* copy)
    {
        for (int row = 0; row < rows; row++, x += strideX, copy += InputsAtOnce)
            new ReadOnlySpan<float>(x, count).CopyTo(new Span<float>(copy, count));
    }
}
