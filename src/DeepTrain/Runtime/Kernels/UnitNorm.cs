using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepTrain.Runtime;

/// <summary>Keeps the incoming weights of each unit within a norm: the projection of max-norm regularisation.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class UnitNorm
{
    /// <summary>Scales every unit's weights back to <paramref name="limit"/> where their L2 norm is larger.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Limit(float* packed, int pieces, int units, int inputs, float limit, int tail = 0)
    {
        for (int piece = 0; piece < pieces; piece++, packed += PanelShape.Padded(units) * inputs)
        {
            for (int panel = 0; panel < PanelShape.Count(units); panel++)
            {
                int width = PanelShape.PackedWidth(units, panel, tail);
                float* weights = packed + PanelShape.Start(panel) * inputs;
                for (int column = 0; column < width; column += 8)
                    LimitColumns(weights + column, width, inputs, limit);
            }

            float* row = packed + PanelShape.TailStart(units, inputs);
            for (int unit = 0; unit < tail; unit++, row += PanelShape.Padded(inputs))
                LimitRow(row, PanelShape.Padded(inputs), limit);
        }
    }

    private static void LimitRow(float* row, int padded, float limit)
    {
        Vector256<float> squares = default;
        for (int k = 0; k < padded; k += 8)
            squares = Vector256.MultiplyAddEstimate(*(Vector256<float>*)(row + k), *(Vector256<float>*)(row + k), squares);
        float norm = MathF.Sqrt(VectorMath.SumAcross(squares));
        if (!(norm > limit))
            return;
        Vector256<float> scale = Vector256.Create(limit / norm);
        for (int k = 0; k < padded; k += 8)
            *(Vector256<float>*)(row + k) *= scale;
    }

    private static void LimitColumns(float* column, int width, int inputs, float limit)
    {
        // one width for all machines: the same bits, and it is a sweep over memory anyway
        Vector256<float> squares = default;
        for (int k = 0; k < inputs; k++)
        {
            Vector256<float> w = *(Vector256<float>*)(column + k * width);
            squares = Vector256.MultiplyAddEstimate(w, w, squares);
        }

        Vector256<float> norm = Vector256.Sqrt(squares);
        Vector256<float> bound = Vector256.Create(limit);
        Vector256<float> tooLong = Vector256.GreaterThan(norm, bound);
        if (tooLong == Vector256<float>.Zero)
            return;
        Vector256<float> scale = Vector256.ConditionalSelect(tooLong, bound / norm, Vector256<float>.One);
        for (int k = 0; k < inputs; k++)
            *(Vector256<float>*)(column + k * width) *= scale;
    }
}
