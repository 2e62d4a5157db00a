using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepTrain.Runtime;

// Numbers too small to matter become 0 before they are subnormal. Many processors take a slow path for subnormal numbers,
// and a mean or a weight that decays would stay one: rounding holds it a few units above 0, in every later step.
// A number is brought nearer to 0 by the smallest one that matters, and stops there. That is lost in the rounding of any
// number that matters, and runs beside the multiply-adds; a comparison and a mask would take a tenth of an update's time.
public static partial class VectorMath
{
    /// <summary>The largest magnitude that becomes 0.</summary>
    private const float Smallest = 1e-30f;

    /// <summary>x, nearer to 0 by 1e-30 and no further than 0; NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> FlushToZero(Vector512<float> x) =>
        x - Vector512.MinNative(Vector512.Create(Smallest), Vector512.MaxNative(Vector512.Create(-Smallest), x));

    /// <summary>x, nearer to 0 by 1e-30 and no further than 0; NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> FlushToZero(Vector256<float> x) =>
        x - Vector256.MinNative(Vector256.Create(Smallest), Vector256.MaxNative(Vector256.Create(-Smallest), x));

    /// <summary>x, nearer to 0 by 1e-30 and no further than 0; NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> FlushToZero(Vector128<float> x) =>
        x - Portable128.MinNative(Vector128.Create(Smallest), Portable128.MaxNative(Vector128.Create(-Smallest), x));

    /// <summary>
    /// For an x that is nowhere below 0, such as a mean of squares: x less <paramref name="smallest"/>, and no less than 0; NaN
    /// stays.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> FlushSquareToZero(Vector512<float> x, float smallest = Smallest) =>
        Vector512.MaxNative(Vector512<float>.Zero, x - Vector512.Create(smallest));

    /// <inheritdoc cref="FlushSquareToZero(Vector512{float}, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> FlushSquareToZero(Vector256<float> x, float smallest = Smallest) =>
        Vector256.MaxNative(Vector256<float>.Zero, x - Vector256.Create(smallest));

    /// <inheritdoc cref="FlushSquareToZero(Vector512{float}, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> FlushSquareToZero(Vector128<float> x, float smallest = Smallest) =>
        Portable128.MaxNative(Vector128<float>.Zero, x - Vector128.Create(smallest));
}
