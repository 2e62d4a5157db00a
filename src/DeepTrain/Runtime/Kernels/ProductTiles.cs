using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepTrain.Runtime;

/// <summary>
/// Products whose strides are known only when they run: the rows that are left after the whole tiles, which emitted code
/// unrolls for its own shapes, and weight gradients that go to memory. Both are register tiles of 1 to 12 rows x 1 to 4
/// vectors of y[r, :] = b + sum over k of x[r, k] w[k, :], written once and compiled for each height and width.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe partial class ProductTiles
{
    private const int PanelColumns = 2 * PanelShape.Granule;

    /// <summary>y = b + x w for one to four vectors of columns.</summary>
    /// <param name="rows">How many rows, from 0 on.</param>
    /// <param name="vectors">How many vectors of columns: up to 3 of 512 bits, 2 of 256, 4 of 128.</param>
    /// <param name="x">The rows.</param>
    /// <param name="strideX">Floats from one row to the next.</param>
    /// <param name="w">The weights of the first input to these columns.</param>
    /// <param name="width">Floats from one input's weights to the next.</param>
    /// <param name="b">Where every sum starts; null for 0.</param>
    /// <param name="y">The result.</param>
    /// <param name="strideY">Floats from one row of it to the next.</param>
    /// <param name="reduction">Terms of each sum.</param>
    public static void Rows512(
        int rows, int vectors, float* x, int strideX, float* w, int width, float* b, float* y, int strideY, int reduction) =>
        Product<Width512, Vector512<float>>(rows, vectors, x, strideX, w, width, b, y, strideY, reduction);

    /// <inheritdoc cref="Rows512"/>
    public static void Rows256(
        int rows, int vectors, float* x, int strideX, float* w, int width, float* b, float* y, int strideY, int reduction) =>
        Product<Width256, Vector256<float>>(rows, vectors, x, strideX, w, width, b, y, strideY, reduction);

    /// <inheritdoc cref="Rows512"/>
    public static void Rows128(
        int rows, int vectors, float* x, int strideX, float* w, int width, float* b, float* y, int strideY, int reduction) =>
        Product<Width128, Vector128<float>>(rows, vectors, x, strideX, w, width, b, y, strideY, reduction);

    /// <summary>
    /// The weight gradient of neighbouring panels, g = x' delta: the same product, an input its row and the batch its reduction.
    /// Rows of the batch are summed in their order, as emitted tiles do, so that both leave the same bits; more than
    /// <see cref="RowBlocks.Longest"/> rows block by block.
    /// </summary>
    /// <param name="x">The layer's input.</param>
    /// <param name="strideX">Floats from one row of the batch to the next.</param>
    /// <param name="delta">The gradient of the panels' sums.</param>
    /// <param name="strideD">Floats from one row of it to the next.</param>
    /// <param name="rows">Rows of the batch.</param>
    /// <param name="inputs">Inputs of the layer.</param>
    /// <param name="panels">How many panels, of 32 columns but for the last.</param>
    /// <param name="lastWidth">Columns of the last panel, 0 to 48: floats from one input's weights in it to the next.</param>
    /// <param name="g">The gradient of the panels' weights.</param>
    public static void Gradient512(
        float* x, int strideX, float* delta, int strideD, int rows, int inputs, int panels, int lastWidth, float* g) =>
        Gradient<Width512, Vector512<float>>(x, strideX, delta, strideD, rows, inputs, panels, lastWidth, g);

    /// <inheritdoc cref="Gradient512"/>
    public static void Gradient256(
        float* x, int strideX, float* delta, int strideD, int rows, int inputs, int panels, int lastWidth, float* g) =>
        Gradient<Width256, Vector256<float>>(x, strideX, delta, strideD, rows, inputs, panels, lastWidth, g);

    /// <inheritdoc cref="Gradient512"/>
    public static void Gradient128(
        float* x, int strideX, float* delta, int strideD, int rows, int inputs, int panels, int lastWidth, float* g) =>
        Gradient<Width128, Vector128<float>>(x, strideX, delta, strideD, rows, inputs, panels, lastWidth, g);

    /// <summary>
    /// The gradient of a panel's biases: the sums of delta's columns, in the order of rows as in <see cref="Gradient512"/>;
    /// more than <see cref="RowBlocks.Longest"/> rows block by block.
    /// </summary>
    /// <param name="delta">The gradient of the panel's sums.</param>
    /// <param name="strideD">Floats from one row of it to the next.</param>
    /// <param name="rows">Rows of the batch.</param>
    /// <param name="width">The panel's columns.</param>
    /// <param name="g">The gradient of the panel's biases.</param>
    public static void BiasGradient512(float* delta, int strideD, int rows, int width, float* g)
    {
        if (rows > RowBlocks.Longest)
        {
            ColumnMath.Sums512(delta, strideD, rows, width, g);
            return;
        }

        float one = 1;
        Gradient<Width512, Vector512<float>>(&one, 0, delta, strideD, rows, 1, panels: 1, width, g);
    }

    /// <inheritdoc cref="BiasGradient512"/>
    public static void BiasGradient256(float* delta, int strideD, int rows, int width, float* g)
    {
        if (rows > RowBlocks.Longest)
        {
            ColumnMath.Sums256(delta, strideD, rows, width, g);
            return;
        }

        float one = 1;
        Gradient<Width256, Vector256<float>>(&one, 0, delta, strideD, rows, 1, panels: 1, width, g);
    }

    /// <inheritdoc cref="BiasGradient512"/>
    public static void BiasGradient128(float* delta, int strideD, int rows, int width, float* g)
    {
        if (rows > RowBlocks.Longest)
        {
            ColumnMath.Sums128(delta, strideD, rows, width, g);
            return;
        }

        float one = 1;
        Gradient<Width128, Vector128<float>>(&one, 0, delta, strideD, rows, 1, panels: 1, width, g);
    }

    private static void Product<TWidth, TVector>(
        int rows, int vectors, float* x, int strideX, float* w, int width, float* b, float* y, int strideY, int reduction)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
    {
        while (rows > 0)
        {
            int height = TileShape.Next(rows, TileShape.Rows(TWidth.Lanes));
            Tile<TWidth, TVector, OverInputs>(height, vectors, x, strideX, w, width, b, y, strideY, reduction);
            x += height * (nint)strideX;
            y += height * (nint)strideY;
            rows -= height;
        }
    }

    private static void Gradient<TWidth, TVector>(
        float* x, int strideX, float* delta, int strideD, int rows, int inputs, int panels, int lastWidth, float* g)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
    {
        if (rows > RowBlocks.Longest)
        {
            GradientOfBlocks<TWidth, TVector>(x, strideX, delta, strideD, rows, inputs, panels, lastWidth, g);
            return;
        }

        int whole = TileShape.Vectors(TWidth.Lanes);
        for (int panel = 0; panel < panels; panel++)
        {
            int width = panel == panels - 1 ? lastWidth : PanelColumns;
            for (int column = 0; column < width; column += whole * TWidth.Lanes)
            {
                int vectors = Math.Min(whole, (width - column) / TWidth.Lanes);
                for (int k = 0, height; k < inputs; k += height)
                {
                    height = TileShape.Next(inputs - k, TileShape.GradientRows(TWidth.Lanes, vectors));
                    Tile<TWidth, TVector, OverBatch>(
                        height, vectors, x + k, strideX, delta + column, strideD, null,
                        g + k * (nint)width + column, width, rows);
                }
            }

            delta += PanelColumns;
            g += PanelColumns * (nint)inputs;
        }
    }
}
