using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepTrain.Runtime;

public static partial class VectorMath
{
    /// <summary>p 2^n, rounded once, for whole n from -170 to 140.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Scale(Vector512<float> p, Vector512<float> n)
    {
        if (Avx512F.IsSupported)
            return Avx512F.Scale(p, n);

        // 2^n may be no normal number: multiply by its two halves. The first product is exact, so the second rounds once.
        Vector512<int> whole = (n + Vector512.Create(RoundingShift)).AsInt32();
        Vector512<int> half = Vector512.ShiftRightArithmetic(whole, 1);
        return p * PowerOfTwo(half) * PowerOfTwo(whole - half);
    }

    /// <summary>p 2^n, rounded once, for whole n from -170 to 140.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Scale(Vector256<float> p, Vector256<float> n)
    {
        if (Avx512F.VL.IsSupported)
            return Avx512F.VL.Scale(p, n);

        Vector256<int> whole = (n + Vector256.Create(RoundingShift)).AsInt32();
        Vector256<int> half = Vector256.ShiftRightArithmetic(whole, 1);
        return p * PowerOfTwo(half) * PowerOfTwo(whole - half);
    }

    /// <summary>p 2^n, rounded once, for whole n from -170 to 140.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Scale(Vector128<float> p, Vector128<float> n)
    {
        if (Avx512F.VL.IsSupported)
            return Avx512F.VL.Scale(p, n);

        Vector128<int> whole = (n + Vector128.Create(RoundingShift)).AsInt32();
        Vector128<int> half = Vector128.ShiftRightArithmetic(whole, 1);
        return p * PowerOfTwo(half) * PowerOfTwo(whole - half);
    }

    // Only the low 9 bits of the exponent reach the result: the bits that the rounding shift left above them fall out.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> PowerOfTwo(Vector512<int> exponent) =>
        (Vector512.ShiftLeft(exponent, 23) + Vector512.Create(0x3F800000)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> PowerOfTwo(Vector256<int> exponent) =>
        (Vector256.ShiftLeft(exponent, 23) + Vector256.Create(0x3F800000)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> PowerOfTwo(Vector128<int> exponent) =>
        (Vector128.ShiftLeft(exponent, 23) + Vector128.Create(0x3F800000)).AsSingle();
}
