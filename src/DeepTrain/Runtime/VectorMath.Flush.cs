using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepTrain.Runtime;

// Numbers too small to matter become 0 before they are subnormal. Many processors take a slow path for subnormal numbers,
// and a mean or a weight that decays would stay one: rounding holds it a few units above 0, in every later step.
public static partial class VectorMath
{
    /// <summary>The smallest magnitude that is kept.</summary>
    private const float Smallest = 1e-30f;

    /// <summary>x, or 0 where it is smaller than 1e-30 in magnitude; NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> FlushToZero(Vector512<float> x) =>
        Unless(Vector512.LessThan(Vector512.Abs(x), Vector512.Create(Smallest)), x);

    /// <summary>x, or 0 where it is smaller than 1e-30 in magnitude; NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> FlushToZero(Vector256<float> x) =>
        Unless(Vector256.LessThan(Vector256.Abs(x), Vector256.Create(Smallest)), x);

    /// <summary>
    /// For an x that is nowhere below 0, such as a mean of squares: x, or 0 where it is smaller than
    /// <paramref name="smallest"/>; NaN stays.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> FlushSquareToZero(Vector512<float> x, float smallest = Smallest) =>
        Unless(Vector512.LessThan(x, Vector512.Create(smallest)), x);

    /// <inheritdoc cref="FlushSquareToZero(Vector512{float}, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> FlushSquareToZero(Vector256<float> x, float smallest = Smallest) =>
        Unless(Vector256.LessThan(x, Vector256.Create(smallest)), x);

    // x where the mask is not set. In these forms it is one instruction: a select under a mask register at 512 bits, a
    // bitwise and at 256.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Unless(Vector512<float> mask, Vector512<float> x) =>
        Vector512.ConditionalSelect(~mask, x, Vector512<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Unless(Vector256<float> mask, Vector256<float> x) => Vector256.AndNot(x, mask);
}
