using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Wasm;

namespace DeepTrain.Runtime;

/// <summary>A fused multiply-add of floats for a machine that has none, in double precision and to the same bits.</summary>
internal static class FusedByDoubles
{
    /// <summary>a * b + c, rounded once.</summary>
    /// <remarks>
    /// The product of two floats is exact in double. Their sum is rounded to odd (Boldo and Melquiond 2008): where it is not
    /// exact its last bit is set, so that it cannot lie on the border between two floats, and the rounding to float is the
    /// only one that counts.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c)
    {
        Vector128<double> lower = OddSum(Lower(a) * Lower(b), Lower(c)), upper = OddSum(Upper(a) * Upper(b), Upper(c));
        return PackedSimd.IsSupported
            ? Vector128.Shuffle(PackedSimd.ConvertToSingle(lower), Vector128.Create(0, 1, 2, 2))
                | Vector128.Shuffle(PackedSimd.ConvertToSingle(upper), Vector128.Create(2, 2, 0, 1))
            : Vector128.Narrow(lower, upper);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Lower(Vector128<float> x) =>
        PackedSimd.IsSupported ? PackedSimd.ConvertToDoubleLower(x) : Vector128.WidenLower(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Upper(Vector128<float> x) => PackedSimd.IsSupported
        ? PackedSimd.ConvertToDoubleLower(Vector128.Shuffle(x, Vector128.Create(2, 3, 2, 3))) : Vector128.WidenUpper(x);

    // The error of the sum by Knuth's TwoSum. Towards 0 the sum would be the number next to it where the error has the other
    // sign: one bit less, and then the last bit set. What is infinite or no number has no error that is a number.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> OddSum(Vector128<double> p, Vector128<double> c)
    {
        Vector128<double> sum = p + c, part = sum - p;
        Vector128<double> error = (p - (sum - part)) + (c - part);
        Vector128<long> bits = sum.AsInt64();
        Vector128<double> zero = Vector128<double>.Zero;
        Vector128<long> above = Vector128.GreaterThan(error, zero).AsInt64(), below = Vector128.LessThan(error, zero).AsInt64();
        Vector128<long> isInexact = above | below;
        Vector128<long> isNegative = Vector128.LessThan(sum, zero).AsInt64();
        // 'below' of a positive sum, or 'above' of a negative one
        Vector128<long> towardsZero = Vector128.ConditionalSelect(isNegative, above, below);
        // all bits set are -1
        Vector128<long> odd = (bits + towardsZero) | Vector128<long>.One;
        return Vector128.ConditionalSelect(isInexact, odd, bits).AsDouble();
    }
}
