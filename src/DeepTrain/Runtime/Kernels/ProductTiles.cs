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
    /// <param name="vectors">How many vectors of columns, 1 to 4.</param>
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
            Tile<TWidth, TVector>(height, vectors, x, strideX, 1, w, width, b, y, strideY, reduction, inOrder: false);
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
                    Tile<TWidth, TVector>(
                        height, vectors, x + k, 1, strideX, delta + column, strideD, null,
                        g + k * (nint)width + column, width, rows, inOrder: true);
                }
            }

            delta += PanelColumns;
            g += PanelColumns * (nint)inputs;
        }
    }

    private static void Tile<TWidth, TVector>(
        int rows, int vectors, float* x, nint row, nint step, float* w, nint width, float* b, float* y, nint strideY,
        int reduction, bool inOrder)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
    {
        switch (vectors)
        {
            case 1: Tile<TWidth, TVector, One>(rows, x, row, step, w, width, b, y, strideY, reduction, inOrder); break;
            case 2: Tile<TWidth, TVector, Two>(rows, x, row, step, w, width, b, y, strideY, reduction, inOrder); break;
            case 3: Tile<TWidth, TVector, Three>(rows, x, row, step, w, width, b, y, strideY, reduction, inOrder); break;
            case 4: Tile<TWidth, TVector, Four>(rows, x, row, step, w, width, b, y, strideY, reduction, inOrder); break;
        }
    }

    private static void Tile<TWidth, TVector, TColumns>(
        int rows, float* x, nint row, nint step, float* w, nint width, float* b, float* y, nint strideY, int reduction,
        bool inOrder)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
        where TColumns : unmanaged
    {
        switch (rows)
        {
            case 1 when !inOrder: OneRow<TWidth, TVector, TColumns>(x, step, w, width, b, y, reduction); break;
            case 1: Rows<TWidth, TVector, TColumns, One>(x, row, step, w, width, b, y, strideY, reduction, inOrder); break;
            case 2: Rows<TWidth, TVector, TColumns, Two>(x, row, step, w, width, b, y, strideY, reduction, inOrder); break;
            case 3: Rows<TWidth, TVector, TColumns, Three>(x, row, step, w, width, b, y, strideY, reduction, inOrder); break;
            case 4: Rows<TWidth, TVector, TColumns, Four>(x, row, step, w, width, b, y, strideY, reduction, inOrder); break;
            case 5: Rows<TWidth, TVector, TColumns, Five>(x, row, step, w, width, b, y, strideY, reduction, inOrder); break;
            case 6: Rows<TWidth, TVector, TColumns, Six>(x, row, step, w, width, b, y, strideY, reduction, inOrder); break;
            case 7: Rows<TWidth, TVector, TColumns, Seven>(x, row, step, w, width, b, y, strideY, reduction, inOrder); break;
            case 8: Rows<TWidth, TVector, TColumns, Eight>(x, row, step, w, width, b, y, strideY, reduction, inOrder); break;
            case 9: Rows<TWidth, TVector, TColumns, Nine>(x, row, step, w, width, b, y, strideY, reduction, inOrder); break;
            case 10: Rows<TWidth, TVector, TColumns, Ten>(x, row, step, w, width, b, y, strideY, reduction, inOrder); break;
            case 11: Rows<TWidth, TVector, TColumns, Eleven>(x, row, step, w, width, b, y, strideY, reduction, inOrder); break;
            case 12: Rows<TWidth, TVector, TColumns, Twelve>(x, row, step, w, width, b, y, strideY, reduction, inOrder); break;
        }
    }

    // one sum would wait four cycles for each multiply-add: four take turns
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRow<TWidth, TVector, TColumns>(
        float* x, nint step, float* w, nint width, float* b, float* y, int reduction)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
        where TColumns : unmanaged
    {
        Sums<TWidth, TVector, TColumns> sum0 = b == null ? default : new(b), sum1 = default, sum2 = default, sum3 = default;
        int left = reduction;
        for (; left >= 4; left -= 4)
        {
            sum0.Add(x, new(w));
            sum1.Add(x + step, new(w + width));
            sum2.Add(x + 2 * step, new(w + 2 * width));
            sum3.Add(x + 3 * step, new(w + 3 * width));
            x += 4 * step;
            w += 4 * width;
        }

        for (; left > 0; left--, x += step, w += width)
            sum0.Add(x, new(w));
        sum0.Add(sum1);
        sum2.Add(sum3);
        sum0.Add(sum2);
        sum0.Store(y);
    }

    // few rows have a second set of sums for every other term, or they too would wait, unless the order of terms counts
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows<TWidth, TVector, TColumns, TRows>(
        float* x, nint row, nint step, float* w, nint width, float* b, float* y, nint strideY, int reduction, bool inOrder)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
        where TColumns : unmanaged
        where TRows : unmanaged
    {
        var sums = new Block<TWidth, TVector, TColumns, TRows>(b);
        int left = reduction;
        if (sizeof(TRows) * sizeof(TColumns) <= 6 && !inOrder)
        {
            Block<TWidth, TVector, TColumns, TRows> odd = default;
            for (; left >= 2; left -= 2, x += 2 * step, w += 2 * width)
            {
                sums.Add(x, row, new(w));
                odd.Add(x + step, row, new(w + width));
            }

            sums.Add(odd);
        }

        for (; left > 0; left--, x += step, w += width)
            sums.Add(x, row, new(w));
        sums.Store(y, strideY);
    }
}
