using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepTrain.Runtime;

/// <summary>Gradients of several batches, added up in an arena of whole vectors.</summary>
internal static unsafe class GradientSums
{
    /// <summary><c>sums += scale * gradients</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* gradients, float scale, float* sums, long length)
    {
        Vector256<float> factor = Vector256.Create(scale);
        for (long i = 0; i < length; i += 8)
        {
            *(Vector256<float>*)(sums + i) = Vector256.MultiplyAddEstimate(
                factor, *(Vector256<float>*)(gradients + i), *(Vector256<float>*)(sums + i));
        }
    }

    /// <summary><c>sums *= scale</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(float* sums, float scale, long length)
    {
        Vector256<float> factor = Vector256.Create(scale);
        for (long i = 0; i < length; i += 8)
            *(Vector256<float>*)(sums + i) *= factor;
    }
}
