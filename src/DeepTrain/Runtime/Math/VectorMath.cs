using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepTrain.Runtime;

/// <summary>
/// Elementary functions of whole vectors, for code that the compiler writes: straight-line, without a call, a table or a
/// branch, so that they melt into the loop around them. All widths do the same operations in the same order, so that a
/// number gives the same bits in any lane of each.
/// </summary>
/// <remarks>
/// The library's own functions are no substitute: they stay slow calls inside a method that skips tiered compilation.
/// Error bounds are in units in the last place (ULP) of the exact result; they hold for every float, and a test holds
/// them to it. NaN gives NaN, results too large are infinite, and what vanishes in a tail of its function is 0 before it is
/// subnormal. Bits and bounds are the same on every processor, so multiply-adds are fused here even where that is a slow
/// call; sums of products, which promise neither, use <c>MultiplyAddEstimate</c>.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class VectorMath
{
    // Adding 1.5 * 2^23 pushes the fraction out of a float: what stays in its low bits is the nearest integer, ties to even.
    private const float RoundingShift = 12582912f;
    private const float Log2E = 1.44269504f;

    // ln 2 in two parts. The first has 17 bits, so its product with a power's exponent is exact.
    private const float Ln2 = 0.693147181f;
    private const float Ln2High = 0.693145752f;
    private const float Ln2Low = 1.42860677e-6f;

    // Below the first e^x is smaller than the smallest normal number, and 0; above the second it is infinite; e^x - 1 is -1
    // below the third.
    private const float ExpLowest = -87.33654f;
    private const float ExpHighest = 89f;
    private const float ExpMinusOneLowest = -25f;

    // e^r = 1 + r + r^2 (E0 + E1 r + ... + E4 r^4) for |r| <= ln(2) / 2, to 1.5e-8 of e^r - 1. Like the other polynomials
    // here: weighted least squares on Chebyshev points with Lawson's reweighting, each coefficient rounded to float before
    // the next is fitted.
    private const float E0 = 0.5f;
    private const float E1 = 1.666654497e-01f;
    private const float E2 = 4.166645184e-02f;
    private const float E3 = 8.366398513e-03f;
    private const float E4 = 1.393619808e-03f;

    // ln(1 + f) = f + f^2 (L0 + L1 f + ... + L8 f^8) for sqrt(1/2) <= 1 + f < sqrt(2), to 5e-9.
    private const float L0 = -4.999999106e-01f;
    private const float L1 = 3.333331048e-01f;
    private const float L2 = -2.500139177e-01f;
    private const float L3 = 2.000284791e-01f;
    private const float L4 = -1.661363840e-01f;
    private const float L5 = 1.416732967e-01f;
    private const float L6 = -1.319425255e-01f;
    private const float L7 = 1.297861934e-01f;
    private const float L8 = -7.825623453e-02f;

    // The bits of sqrt(1/2): with them taken off, a float's exponent field counts the octaves around 1.
    private const int SqrtHalfBits = 0x3F3504F3;
    private const float SqrtTwoMinusOne = 0.414213562f;
    private const float SmallestNormal = 1.17549435e-38f;

    // tanh x = x + x^3 (T0 + T1 x^2 + ... + T4 x^8) for |x| < 0.625, to 5e-9.
    private const float TanhSmall = 0.625f;
    private const float T0 = -3.333328366e-01f;
    private const float T1 = 1.333148032e-01f;
    private const float T2 = -5.374237895e-02f;
    private const float T3 = 2.064644359e-02f;
    private const float T4 = -5.711973179e-03f;

    // -ln(erfc(t)) = t + t (G0 + G1 t + ... + G8 t^8) for 0 <= t <= 3.95, to 5e-9 of erf(t). Above 3.92
    // erf(t) rounds to 1.
    private const float ErfHighest = 3.95f;
    private const float G0 = 1.283791661e-01f;
    private const float G1 = 6.366195679e-01f;
    private const float G2 = 1.027762815e-01f;
    private const float G3 = -1.914766990e-02f;
    private const float G4 = -1.698887208e-04f;
    private const float G5 = 1.676142914e-03f;
    private const float G6 = -6.376557867e-04f;
    private const float G7 = 1.189520990e-04f;
    private const float G8 = -9.398968359e-06f;

    private const float OneOverSqrtTwoPi = 0.398942280f;

    // Above it the density is smaller than the smallest normal number.
    private const float DensityHighest = 13.14668f;

    // e^x is 1e-30 there.
    private const float ExpNegligible = -69.077545f;

    // Its square is nothing beside it, and 0 for this purpose.
    private const float SquareLowest = 1e-18f;

    // x where the mask is not set. In these forms it is one instruction: a select under a mask register at 512 bits, a
    // bitwise and at the others.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Unless(Vector512<float> mask, Vector512<float> x) =>
        Vector512.ConditionalSelect(~mask, x, Vector512<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Unless(Vector256<float> mask, Vector256<float> x) => Vector256.AndNot(x, mask);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Unless(Vector128<float> mask, Vector128<float> x) => Vector128.AndNot(x, mask);
}
