using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepTrain.Runtime;

public static unsafe partial class TailUnits
{
    /// <summary>y = b + x w' for up to four units, whose columns are followed by padding up to 16.</summary>
    /// <param name="x">The rows.</param>
    /// <param name="strideX">Floats from one row to the next.</param>
    /// <param name="w">The units' weights, a row of padded inputs each.</param>
    /// <param name="inputs">Inputs of a unit, at least 16.</param>
    /// <param name="units">How many units.</param>
    /// <param name="b">The units' biases.</param>
    /// <param name="y">The first unit's column in the result.</param>
    /// <param name="strideY">Floats from one row of the result to the next.</param>
    /// <param name="rows">How many rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Product256(
        float* x, int strideX, float* w, int inputs, int units, float* b, float* y, int strideY, int rows)
    {
        int row = 0;
        for (; row <= rows - Tile; row += Tile, x += Tile * (nint)strideX, y += Tile * (nint)strideY)
        {
            for (int i = 0; i < Tile; i++)
                *(Vector512<float>*)(y + i * (nint)strideY) = default;
            for (int unit = 0; unit < units; unit++)
                EightRows256(x, strideX, w + unit * PanelShape.Padded(inputs), inputs, b[unit], y + unit, strideY);
        }

        for (; row < rows; row++, x += strideX, y += strideY)
        {
            *(Vector512<float>*)y = default;
            for (int unit = 0; unit < units; unit++)
                y[unit] = b[unit] + Dot256(x, w + unit * PanelShape.Padded(inputs), inputs);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void EightRows256(float* x, int strideX, float* w, int inputs, float bias, float* y, int strideY)
    {
        float* x1 = x + strideX, x2 = x1 + strideX, x3 = x2 + strideX, x4 = x3 + strideX;
        float* x5 = x4 + strideX, x6 = x5 + strideX, x7 = x6 + strideX;
        Vector256<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        Vector256<float> sum4 = default, sum5 = default, sum6 = default, sum7 = default;
        int k = 0;
        for (; k <= inputs - 8; k += 8)
        {
            Vector256<float> wk = *(Vector256<float>*)(w + k);
            sum0 = Vector256.FusedMultiplyAdd(*(Vector256<float>*)(x + k), wk, sum0);
            sum1 = Vector256.FusedMultiplyAdd(*(Vector256<float>*)(x1 + k), wk, sum1);
            sum2 = Vector256.FusedMultiplyAdd(*(Vector256<float>*)(x2 + k), wk, sum2);
            sum3 = Vector256.FusedMultiplyAdd(*(Vector256<float>*)(x3 + k), wk, sum3);
            sum4 = Vector256.FusedMultiplyAdd(*(Vector256<float>*)(x4 + k), wk, sum4);
            sum5 = Vector256.FusedMultiplyAdd(*(Vector256<float>*)(x5 + k), wk, sum5);
            sum6 = Vector256.FusedMultiplyAdd(*(Vector256<float>*)(x6 + k), wk, sum6);
            sum7 = Vector256.FusedMultiplyAdd(*(Vector256<float>*)(x7 + k), wk, sum7);
        }

        if (k < inputs)
        {
            Vector256<float> isNew = IsNew256(inputs - k);
            k = inputs - 8;
            Vector256<float> wk = *(Vector256<float>*)(w + k) & isNew;
            sum0 = Vector256.FusedMultiplyAdd(*(Vector256<float>*)(x + k) & isNew, wk, sum0);
            sum1 = Vector256.FusedMultiplyAdd(*(Vector256<float>*)(x1 + k) & isNew, wk, sum1);
            sum2 = Vector256.FusedMultiplyAdd(*(Vector256<float>*)(x2 + k) & isNew, wk, sum2);
            sum3 = Vector256.FusedMultiplyAdd(*(Vector256<float>*)(x3 + k) & isNew, wk, sum3);
            sum4 = Vector256.FusedMultiplyAdd(*(Vector256<float>*)(x4 + k) & isNew, wk, sum4);
            sum5 = Vector256.FusedMultiplyAdd(*(Vector256<float>*)(x5 + k) & isNew, wk, sum5);
            sum6 = Vector256.FusedMultiplyAdd(*(Vector256<float>*)(x6 + k) & isNew, wk, sum6);
            sum7 = Vector256.FusedMultiplyAdd(*(Vector256<float>*)(x7 + k) & isNew, wk, sum7);
        }

        nint s = strideY;
        y[0] = bias + VectorMath.SumAcross(sum0);
        y[s] = bias + VectorMath.SumAcross(sum1);
        y[2 * s] = bias + VectorMath.SumAcross(sum2);
        y[3 * s] = bias + VectorMath.SumAcross(sum3);
        y[4 * s] = bias + VectorMath.SumAcross(sum4);
        y[5 * s] = bias + VectorMath.SumAcross(sum5);
        y[6 * s] = bias + VectorMath.SumAcross(sum6);
        y[7 * s] = bias + VectorMath.SumAcross(sum7);
    }

    // four sums take turns, or each multiply-add would wait for the one before
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Dot256(float* x, float* w, int inputs)
    {
        Vector256<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        int k = 0;
        for (; k <= inputs - 32; k += 32)
        {
            sum0 = Vector256.FusedMultiplyAdd(*(Vector256<float>*)(x + k), *(Vector256<float>*)(w + k), sum0);
            sum1 = Vector256.FusedMultiplyAdd(*(Vector256<float>*)(x + k + 8), *(Vector256<float>*)(w + k + 8), sum1);
            sum2 = Vector256.FusedMultiplyAdd(*(Vector256<float>*)(x + k + 16), *(Vector256<float>*)(w + k + 16), sum2);
            sum3 = Vector256.FusedMultiplyAdd(*(Vector256<float>*)(x + k + 24), *(Vector256<float>*)(w + k + 24), sum3);
        }

        for (; k <= inputs - 8; k += 8)
            sum0 = Vector256.FusedMultiplyAdd(*(Vector256<float>*)(x + k), *(Vector256<float>*)(w + k), sum0);
        if (k < inputs)
        {
            Vector256<float> isNew = IsNew256(inputs - k);
            k = inputs - 8;
            Vector256<float> xk = *(Vector256<float>*)(x + k) & isNew;
            sum1 = Vector256.FusedMultiplyAdd(xk, *(Vector256<float>*)(w + k) & isNew, sum1);
        }

        return VectorMath.SumAcross((sum0 + sum1) + (sum2 + sum3));
    }

    // the last vector ends where the row ends: what it shares with the one before has been summed
    private static Vector256<float> IsNew256(int left) =>
        Vector256.GreaterThanOrEqual(Vector256<float>.Indices, Vector256.Create((float)(8 - left)));

    /// <summary>
    /// g = delta' x for up to four units, a row of padded inputs each; what pads the rows is not written.
    /// </summary>
    /// <param name="x">The rows that the units read.</param>
    /// <param name="strideX">Floats from one row to the next.</param>
    /// <param name="delta">The gradient of the first unit's sums.</param>
    /// <param name="strideD">Floats from one row of it to the next.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="inputs">Inputs of a unit, at least 16.</param>
    /// <param name="units">How many units.</param>
    /// <param name="g">The gradient of the first unit's weights.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gradient256(
        float* x, int strideX, float* delta, int strideD, int rows, int inputs, int units, float* g)
    {
        int last = inputs - 8;
        for (int unit = 0; unit < units; unit++, delta++, g += PanelShape.Padded(inputs))
        {
            for (int k = 0; k < inputs; k += Tile * 8)
                Columns256(x, strideX, delta, strideD, rows, k, last, g);
        }
    }

    // eight vectors of one unit's gradient from input k on; vectors that are missing repeat the last, with equal sums
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns256(float* x, int strideX, float* delta, int strideD, int rows, int k, int last, float* g)
    {
        int k0 = Math.Min(k, last), k1 = Math.Min(k + 8, last);
        int k2 = Math.Min(k + 16, last), k3 = Math.Min(k + 24, last);
        int k4 = Math.Min(k + 32, last), k5 = Math.Min(k + 40, last);
        int k6 = Math.Min(k + 48, last), k7 = Math.Min(k + 56, last);
        Vector256<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        Vector256<float> sum4 = default, sum5 = default, sum6 = default, sum7 = default;
        for (int row = 0; row < rows; row++, x += strideX, delta += strideD)
        {
            Vector256<float> d = Vector256.Create(*delta);
            sum0 = Vector256.FusedMultiplyAdd(d, *(Vector256<float>*)(x + k0), sum0);
            sum1 = Vector256.FusedMultiplyAdd(d, *(Vector256<float>*)(x + k1), sum1);
            sum2 = Vector256.FusedMultiplyAdd(d, *(Vector256<float>*)(x + k2), sum2);
            sum3 = Vector256.FusedMultiplyAdd(d, *(Vector256<float>*)(x + k3), sum3);
            sum4 = Vector256.FusedMultiplyAdd(d, *(Vector256<float>*)(x + k4), sum4);
            sum5 = Vector256.FusedMultiplyAdd(d, *(Vector256<float>*)(x + k5), sum5);
            sum6 = Vector256.FusedMultiplyAdd(d, *(Vector256<float>*)(x + k6), sum6);
            sum7 = Vector256.FusedMultiplyAdd(d, *(Vector256<float>*)(x + k7), sum7);
        }

        *(Vector256<float>*)(g + k0) = sum0;
        *(Vector256<float>*)(g + k1) = sum1;
        *(Vector256<float>*)(g + k2) = sum2;
        *(Vector256<float>*)(g + k3) = sum3;
        *(Vector256<float>*)(g + k4) = sum4;
        *(Vector256<float>*)(g + k5) = sum5;
        *(Vector256<float>*)(g + k6) = sum6;
        *(Vector256<float>*)(g + k7) = sum7;
    }
}
