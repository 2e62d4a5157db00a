using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepTrain.Runtime;

/// <summary>What L1 and L2 add to the loss.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class WeightPenalty
{
    /// <summary><c>l1 * sum|w| + l2 / 2 * sum w^2</c> over packed weights, whose padding is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Of(float* weights, int length, double l1, double l2)
    {
        double sizes = 0, squares = 0;
        for (int block = 0; block < length; block += 1024)
        {
            // in float over blocks, in double over the blocks
            Vector256<float> size = default, square = default;
            for (int i = block; i < Math.Min(block + 1024, length); i += 8)
            {
                Vector256<float> w = *(Vector256<float>*)(weights + i);
                size += Vector256.Abs(w);
                square = Vector256.MultiplyAddEstimate(w, w, square);
            }

            sizes += VectorMath.SumAcross(size);
            squares += VectorMath.SumAcross(square);
        }

        return l1 * sizes + l2 / 2 * squares;
    }
}
