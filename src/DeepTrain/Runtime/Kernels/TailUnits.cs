using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepTrain.Runtime;

/// <summary>
/// The one to four units of a layer that lie apart because they do not fill a vector (<see cref="PanelShape"/>). Panels put
/// a unit in each lane; here lanes are inputs: a product is a dot product, a weight gradient a sum of rows.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class TailUnits
{
    // rows of a product, or vectors of a gradient: eight sums at a time hide the latency of a multiply-add
    private const int Tile = 8;

    /// <summary>y = b + x w' for up to four units, whose columns are followed by padding up to 16.</summary>
    /// <param name="x">The rows.</param>
    /// <param name="strideX">Floats from one row to the next.</param>
    /// <param name="w">The units' weights, a row of padded inputs each.</param>
    /// <param name="inputs">Inputs of a unit, at least 16.</param>
    /// <param name="units">How many units.</param>
    /// <param name="b">The units' biases; null for none.</param>
    /// <param name="y">The first unit's column in the result; its padding becomes 0.</param>
    /// <param name="strideY">Floats from one row of the result to the next.</param>
    /// <param name="rows">How many rows.</param>
    public static void Product512(
        float* x, int strideX, float* w, int inputs, int units, float* b, float* y, int strideY, int rows) =>
        Product<Width512, Vector512<float>>(x, strideX, w, inputs, units, b, y, strideY, rows);

    /// <inheritdoc cref="Product512"/>
    public static void Product256(
        float* x, int strideX, float* w, int inputs, int units, float* b, float* y, int strideY, int rows) =>
        Product<Width256, Vector256<float>>(x, strideX, w, inputs, units, b, y, strideY, rows);

    /// <inheritdoc cref="Product512"/>
    public static void Product128(
        float* x, int strideX, float* w, int inputs, int units, float* b, float* y, int strideY, int rows) =>
        Product<Width128, Vector128<float>>(x, strideX, w, inputs, units, b, y, strideY, rows);

    /// <summary>
    /// g = delta' x for up to four units, a row of padded inputs each; what pads the rows is not written. More than
    /// <see cref="RowBlocks.Longest"/> rows are summed block by block.
    /// </summary>
    /// <param name="x">The rows that the units read.</param>
    /// <param name="strideX">Floats from one row to the next.</param>
    /// <param name="delta">The gradient of the first unit's sums.</param>
    /// <param name="strideD">Floats from one row of it to the next.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="inputs">Inputs of a unit, at least 16.</param>
    /// <param name="units">How many units.</param>
    /// <param name="g">The gradient of the first unit's weights.</param>
    public static void Gradient512(
        float* x, int strideX, float* delta, int strideD, int rows, int inputs, int units, float* g) =>
        Gradient<Width512, Vector512<float>>(x, strideX, delta, strideD, rows, inputs, units, g);

    /// <inheritdoc cref="Gradient512"/>
    public static void Gradient256(
        float* x, int strideX, float* delta, int strideD, int rows, int inputs, int units, float* g) =>
        Gradient<Width256, Vector256<float>>(x, strideX, delta, strideD, rows, inputs, units, g);

    /// <inheritdoc cref="Gradient512"/>
    public static void Gradient128(
        float* x, int strideX, float* delta, int strideD, int rows, int inputs, int units, float* g) =>
        Gradient<Width128, Vector128<float>>(x, strideX, delta, strideD, rows, inputs, units, g);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Product<TWidth, TVector>(
        float* x, int strideX, float* w, int inputs, int units, float* b, float* y, int strideY, int rows)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
    {
        int padded = PanelShape.Padded(inputs), row = 0;
        for (; row <= rows - Tile; row += Tile, x += Tile * (nint)strideX, y += Tile * (nint)strideY)
        {
            for (int i = 0; i < Tile; i++)
                *(Vector512<float>*)(y + i * (nint)strideY) = default;
            for (int unit = 0; unit < units; unit++)
                EightRows<TWidth, TVector>(x, strideX, w + unit * padded, inputs, Bias(b, unit), y + unit, strideY);
        }

        for (; row < rows; row++, x += strideX, y += strideY)
        {
            *(Vector512<float>*)y = default;
            for (int unit = 0; unit < units; unit++)
                y[unit] = Bias(b, unit) + Dot<TWidth, TVector>(x, w + unit * padded, inputs);
        }
    }

    private static float Bias(float* b, int unit) => b == null ? 0 : b[unit];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void EightRows<TWidth, TVector>(
        float* x, int strideX, float* w, int inputs, float bias, float* y, int strideY)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
    {
        float* x1 = x + strideX, x2 = x1 + strideX, x3 = x2 + strideX, x4 = x3 + strideX;
        float* x5 = x4 + strideX, x6 = x5 + strideX, x7 = x6 + strideX;
        TVector sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        TVector sum4 = default, sum5 = default, sum6 = default, sum7 = default;
        int k = inputs & -TWidth.Lanes;
        nint end = k * (nint)sizeof(float);
        // in bytes: a vector's address is then a sum of two registers on every processor
        for (nint at = 0; at != end; at += TWidth.Lanes * sizeof(float))
        {
            TVector wk = At<TWidth, TVector>(w, at);
            sum0 = TWidth.MultiplyAddEstimate(At<TWidth, TVector>(x, at), wk, sum0);
            sum1 = TWidth.MultiplyAddEstimate(At<TWidth, TVector>(x1, at), wk, sum1);
            sum2 = TWidth.MultiplyAddEstimate(At<TWidth, TVector>(x2, at), wk, sum2);
            sum3 = TWidth.MultiplyAddEstimate(At<TWidth, TVector>(x3, at), wk, sum3);
            sum4 = TWidth.MultiplyAddEstimate(At<TWidth, TVector>(x4, at), wk, sum4);
            sum5 = TWidth.MultiplyAddEstimate(At<TWidth, TVector>(x5, at), wk, sum5);
            sum6 = TWidth.MultiplyAddEstimate(At<TWidth, TVector>(x6, at), wk, sum6);
            sum7 = TWidth.MultiplyAddEstimate(At<TWidth, TVector>(x7, at), wk, sum7);
        }

        if (k < inputs)
        {
            // the last vector ends where the row ends: what it shares with the one before has been summed
            int known = TWidth.Lanes - (inputs - k);
            k = inputs - TWidth.Lanes;
            TVector wk = TWidth.LoadFrom(w + k, known);
            sum0 = TWidth.MultiplyAddEstimate(TWidth.LoadFrom(x + k, known), wk, sum0);
            sum1 = TWidth.MultiplyAddEstimate(TWidth.LoadFrom(x1 + k, known), wk, sum1);
            sum2 = TWidth.MultiplyAddEstimate(TWidth.LoadFrom(x2 + k, known), wk, sum2);
            sum3 = TWidth.MultiplyAddEstimate(TWidth.LoadFrom(x3 + k, known), wk, sum3);
            sum4 = TWidth.MultiplyAddEstimate(TWidth.LoadFrom(x4 + k, known), wk, sum4);
            sum5 = TWidth.MultiplyAddEstimate(TWidth.LoadFrom(x5 + k, known), wk, sum5);
            sum6 = TWidth.MultiplyAddEstimate(TWidth.LoadFrom(x6 + k, known), wk, sum6);
            sum7 = TWidth.MultiplyAddEstimate(TWidth.LoadFrom(x7 + k, known), wk, sum7);
        }

        nint s = strideY;
        y[0] = bias + TWidth.SumAcross(sum0);
        y[s] = bias + TWidth.SumAcross(sum1);
        y[2 * s] = bias + TWidth.SumAcross(sum2);
        y[3 * s] = bias + TWidth.SumAcross(sum3);
        y[4 * s] = bias + TWidth.SumAcross(sum4);
        y[5 * s] = bias + TWidth.SumAcross(sum5);
        y[6 * s] = bias + TWidth.SumAcross(sum6);
        y[7 * s] = bias + TWidth.SumAcross(sum7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector At<TWidth, TVector>(float* start, nint bytes)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct => TWidth.Load((float*)((byte*)start + bytes));

    // four sums take turns, or each multiply-add would wait for the one before
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Dot<TWidth, TVector>(float* x, float* w, int inputs)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
    {
        int lanes = TWidth.Lanes, k = 0;
        TVector sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        for (; k <= inputs - 4 * lanes; k += 4 * lanes)
        {
            sum0 = TWidth.MultiplyAddEstimate(TWidth.Load(x + k), TWidth.Load(w + k), sum0);
            sum1 = TWidth.MultiplyAddEstimate(TWidth.Load(x + k + lanes), TWidth.Load(w + k + lanes), sum1);
            sum2 = TWidth.MultiplyAddEstimate(TWidth.Load(x + k + 2 * lanes), TWidth.Load(w + k + 2 * lanes), sum2);
            sum3 = TWidth.MultiplyAddEstimate(TWidth.Load(x + k + 3 * lanes), TWidth.Load(w + k + 3 * lanes), sum3);
        }

        for (; k <= inputs - lanes; k += lanes)
            sum0 = TWidth.MultiplyAddEstimate(TWidth.Load(x + k), TWidth.Load(w + k), sum0);
        if (k < inputs)
        {
            int known = lanes - (inputs - k);
            k = inputs - lanes;
            sum1 = TWidth.MultiplyAddEstimate(TWidth.LoadFrom(x + k, known), TWidth.LoadFrom(w + k, known), sum1);
        }

        return TWidth.SumAcross(TWidth.Add(TWidth.Add(sum0, sum1), TWidth.Add(sum2, sum3)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static void Gradient<TWidth, TVector>(
        float* x, int strideX, float* delta, int strideD, int rows, int inputs, int units, float* g)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
    {
        int lanes = TWidth.Lanes, last = inputs - lanes;
        Unsafe.SkipInit(out VectorRoom room);
        float* sums = VectorRoom.Start(&room);
        for (int unit = 0; unit < units; unit++, delta++, g += PanelShape.Padded(inputs))
        {
            for (int k = 0; k < inputs; k += Tile * lanes)
            {
                if (rows <= RowBlocks.Longest)
                    EightVectors<TWidth, TVector>(x, strideX, delta, strideD, rows, inputs, k, sums);
                else
                    EightVectorsOfBlocks<TWidth, TVector>(x, strideX, delta, strideD, rows, inputs, k, sums);
                for (int i = 0; i < Tile && k + i * lanes < inputs; i++)
                    TWidth.Store(TWidth.Load(sums + i * lanes), g + Math.Min(k + i * lanes, last));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static void EightVectorsOfBlocks<TWidth, TVector>(
        float* x, int strideX, float* delta, int strideD, int rows, int inputs, int k, float* sums)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
    {
        int count = Tile * TWidth.Lanes;
        double* totals = stackalloc double[Tile * 16];
        new Span<double>(totals, count).Clear();
        for (int row = 0; row < rows; row += RowBlocks.Rows)
        {
            EightVectors<TWidth, TVector>(
                x + row * (nint)strideX, strideX, delta + row * (nint)strideD, strideD,
                Math.Min(RowBlocks.Rows, rows - row), inputs, k, sums);
            BlockTotals.Add(sums, totals, count);
        }

        BlockTotals.Round(totals, sums, count);
    }

    // of one unit's gradient from input k on; vectors that are missing repeat the last, with equal sums
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void EightVectors<TWidth, TVector>(
        float* x, int strideX, float* delta, int strideD, int rows, int inputs, int k, float* sums)
        where TWidth : struct, IVectorWidth<TVector>
        where TVector : struct
    {
        int lanes = TWidth.Lanes, last = inputs - lanes;
        int k0 = Math.Min(k, last), k1 = Math.Min(k + lanes, last);
        int k2 = Math.Min(k + 2 * lanes, last), k3 = Math.Min(k + 3 * lanes, last);
        int k4 = Math.Min(k + 4 * lanes, last), k5 = Math.Min(k + 5 * lanes, last);
        int k6 = Math.Min(k + 6 * lanes, last), k7 = Math.Min(k + 7 * lanes, last);
        TVector sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        TVector sum4 = default, sum5 = default, sum6 = default, sum7 = default;
        for (int row = 0; row < rows; row++, x += strideX, delta += strideD)
        {
            TVector d = TWidth.Broadcast(*delta);
            sum0 = TWidth.MultiplyAddEstimate(d, TWidth.Load(x + k0), sum0);
            sum1 = TWidth.MultiplyAddEstimate(d, TWidth.Load(x + k1), sum1);
            sum2 = TWidth.MultiplyAddEstimate(d, TWidth.Load(x + k2), sum2);
            sum3 = TWidth.MultiplyAddEstimate(d, TWidth.Load(x + k3), sum3);
            sum4 = TWidth.MultiplyAddEstimate(d, TWidth.Load(x + k4), sum4);
            sum5 = TWidth.MultiplyAddEstimate(d, TWidth.Load(x + k5), sum5);
            sum6 = TWidth.MultiplyAddEstimate(d, TWidth.Load(x + k6), sum6);
            sum7 = TWidth.MultiplyAddEstimate(d, TWidth.Load(x + k7), sum7);
        }

        TWidth.Store(sum0, sums);
        TWidth.Store(sum1, sums + lanes);
        TWidth.Store(sum2, sums + 2 * lanes);
        TWidth.Store(sum3, sums + 3 * lanes);
        TWidth.Store(sum4, sums + 4 * lanes);
        TWidth.Store(sum5, sums + 5 * lanes);
        TWidth.Store(sum6, sums + 6 * lanes);
        TWidth.Store(sum7, sums + 7 * lanes);
    }
}
