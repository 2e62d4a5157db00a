// Written for 512 bits; the build makes 256 and 128 of it (VectorMath.targets).
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Floats = System.Runtime.Intrinsics.Vector512<float>;
using V = System.Runtime.Intrinsics.Vector512;

namespace DeepTrain.Runtime;

public static partial class VectorMath
{
    /// <summary>e^x, to 1 ULP.</summary>
    /// <remarks>
    /// x = n ln 2 + r with |r| at most ln(2) / 2 gives e^x = 2^n e^r (Cody and Waite 1980, chapter 6).
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats Exp(Floats x) => ExpFrom(ExpLowest, x);

    /// <summary>e^x where it is at least 1e-30, to 1 ULP; otherwise 0.</summary>
    /// <remarks>
    /// For exponentials that are summed beside a 1 and become gradients, which would be subnormal long before e^x is.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats ExpOrZero(Floats x) => ExpFrom(ExpNegligible, x);

    /// <summary>e^x - 1, to 1.6 ULP, also where e^x is close to 1.</summary>
    /// <remarks>e^x - 1 = 2^n (e^r - 1) + (2^n - 1), where the last part is exact as long as it matters.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats ExpMinusOne(Floats x)
    {
        Floats inside = Between(ExpMinusOneLowest, x, ExpHighest);
        Floats n = Octaves(inside);
        Floats r = Remainder(inside, n);
        Floats small = V.FusedMultiplyAdd(r * r, ExpTail(r), r);

        // Half of everything, because 2^128 is no float.
        Floats half = Scale(V.Create(0.5f), n);
        Floats result = V.FusedMultiplyAdd(half, small, half - V.Create(0.5f));

        // Halving rounds a subnormal number, and adding 0 takes its sign from -0. So near 0 the result is x itself.
        return V.ConditionalSelect(V.LessThan(V.Abs(x), V.Create(1e-9f)), x, result + result);
    }

    /// <summary>The natural logarithm, to 1 ULP; -infinity at 0, NaN below.</summary>
    /// <remarks>
    /// x = 2^k (1 + f) with 1 + f around 1 gives ln x = k ln 2 + ln(1 + f) (Cody and Waite 1980, chapter 5).
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats Log(Floats x)
    {
        // A subnormal number has no exponent field to read: lift it by 2^23 first.
        Floats subnormal = V.LessThan(x, V.Create(SmallestNormal));
        Floats lifted = V.ConditionalSelect(subnormal, x * V.Create(8388608f), x);
        var k = V.ShiftRightArithmetic(lifted.AsInt32() - V.Create(SqrtHalfBits), 23);
        Floats f = (lifted.AsInt32() - V.ShiftLeft(k, 23)).AsSingle() - V.Create(1f);
        Floats octaves = V.ConvertToSingle(k) - (subnormal & V.Create(23f));
        Floats result = V.FusedMultiplyAdd(octaves, V.Create(Ln2), LogNearOne(f));

        // Infinity and NaN are their own logarithms.
        Floats outside = V.ConditionalSelect(V.LessThan(x, Floats.Zero), V.Create(float.NaN), x);
        outside = V.ConditionalSelect(V.Equals(x, Floats.Zero), V.Create(float.NegativeInfinity), outside);
        Floats inside = V.GreaterThan(x, Floats.Zero) & V.LessThan(x, V.Create(float.PositiveInfinity));
        return V.ConditionalSelect(inside, result, outside);
    }

    /// <summary>Softplus, ln(1 + e^x), to 2 ULP in both tails (Dugas et al. 2001).</summary>
    /// <remarks>ln(1 + e^x) = max(x, 0) + ln(1 + e^-|x|), which neither overflows nor cancels.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats Softplus(Floats x)
    {
        Floats u = Exp(-V.Abs(x));

        // 1 + u lies in [1, 2]: from sqrt(2) on take its half, and ln 2 apart.
        Floats upper = V.GreaterThan(u, V.Create(SqrtTwoMinusOne));
        Floats f = V.ConditionalSelect(upper, V.FusedMultiplyAdd(u, V.Create(0.5f), V.Create(-0.5f)), u);
        Floats squared = Unless(V.LessThan(u, V.Create(SquareLowest)), f);
        return V.MaxNative(Floats.Zero, x) + (LogNearOne(f, squared * squared) + (upper & V.Create(Ln2)));
    }

    /// <summary>The logistic function 1 / (1 + e^-x), to 2 ULP, in the left tail too.</summary>
    /// <remarks>With e^x = 2^n e^r it is 2^n / (2^n + e^-r): nothing overflows, and one division does it.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats Sigmoid(Floats x) => SigmoidFrom(ExpLowest, x);

    /// <summary>The logistic function where it is at least 1e-30, to 2 ULP; otherwise 0.</summary>
    /// <remarks>For those that become gradients, as with <see cref="ExpOrZero(Floats)"/>.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats SigmoidOrZero(Floats x) => SigmoidFrom(ExpNegligible, x);

    /// <summary>The hyperbolic tangent, to 1.3 ULP.</summary>
    /// <remarks>1 - 2 / (e^2x + 1), and near 0, where that cancels, an odd polynomial.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats Tanh(Floats x)
    {
        Floats magnitude = V.Abs(x);

        // From 9.1 on the result rounds to 1.
        Floats twice = V.MinNative(V.Create(20f), magnitude + magnitude);
        Floats n = Octaves(twice);
        Floats r = Remainder(twice, n);
        Floats power = Scale(V.Create(1f), n);
        Floats denominator = V.FusedMultiplyAdd(power * ExpSlope(r), r, power + V.Create(1f));
        Floats large = V.Create(1f) - V.Create(2f) / denominator;

        Floats square = x * x;
        Floats p = V.FusedMultiplyAdd(V.Create(T4), square, V.Create(T3));
        p = V.FusedMultiplyAdd(p, square, V.Create(T2));
        p = V.FusedMultiplyAdd(p, square, V.Create(T1));
        p = V.FusedMultiplyAdd(p, square, V.Create(T0));
        Floats small = V.FusedMultiplyAdd(p * square, x, x);
        return WithSignOf(x, V.ConditionalSelect(V.LessThan(magnitude, V.Create(TanhSmall)), small, large));
    }

    /// <summary>The error function 2 / sqrt(pi) times the integral of e^-t^2 from 0 to x, to 2 ULP.</summary>
    /// <remarks>
    /// erf(x) = -(e^-z - 1) with z = -ln(erfc(x)), smooth enough for one polynomial from 0 to where erf rounds to 1.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats Erf(Floats x)
    {
        Floats t = V.MinNative(V.Create(ErfHighest), V.Abs(x));
        Floats square = t * t;
        Floats even = V.FusedMultiplyAdd(V.Create(G8), square, V.Create(G6));
        Floats odd = V.FusedMultiplyAdd(V.Create(G7), square, V.Create(G5));
        even = V.FusedMultiplyAdd(even, square, V.Create(G4));
        odd = V.FusedMultiplyAdd(odd, square, V.Create(G3));
        even = V.FusedMultiplyAdd(even, square, V.Create(G2));
        odd = V.FusedMultiplyAdd(odd, square, V.Create(G1));
        even = V.FusedMultiplyAdd(even, square, V.Create(G0));
        Floats z = V.FusedMultiplyAdd(V.FusedMultiplyAdd(odd, t, even), t, t);
        return WithSignOf(x, V.Abs(ExpMinusOne(-z)));
    }

    /// <summary>The density of the standard normal distribution, e^(-x^2/2) / sqrt(2 pi), to 1.5 ULP.</summary>
    /// <remarks>The rounding error of x^2, which e^y would magnify, is kept and taken into the remainder.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats NormalDensity(Floats x)
    {
        Floats distance = V.Abs(x);
        Floats magnitude = V.MinNative(V.Create(DensityHighest), distance);
        Floats square = magnitude * magnitude;
        Floats error = V.FusedMultiplyAdd(magnitude, magnitude, -square);
        Floats y = square * V.Create(-0.5f);
        Floats n = Octaves(y);
        Floats r = V.FusedMultiplyAdd(error, V.Create(-0.5f), Remainder(y, n));
        Floats factor = V.Create(OneOverSqrtTwoPi);
        Floats density = Scale(V.FusedMultiplyAdd(factor * ExpSlope(r), r, factor), n);
        return Unless(V.GreaterThan(distance, V.Create(DensityHighest)), density);
    }

    /// <summary>e^x, or 0 below <paramref name="lowest"/>, which nothing on the way is smaller than.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Floats ExpFrom(float lowest, Floats x)
    {
        Floats inside = Between(lowest, x, ExpHighest);
        Floats n = Octaves(inside);
        Floats r = Remainder(inside, n);
        return Unless(V.LessThan(x, V.Create(lowest)), Scale(V.FusedMultiplyAdd(ExpSlope(r), r, V.Create(1f)), n));
    }

    /// <summary>The logistic function, or 0 below <paramref name="lowest"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Floats SigmoidFrom(float lowest, Floats x)
    {
        // From 18 on the result rounds to 1.
        Floats inside = Between(lowest, x, 20f);
        Floats n = Octaves(inside);
        Floats power = Scale(V.Create(1f), n);
        Floats r = Remainder(-inside, -n);
        Floats result = power / (V.FusedMultiplyAdd(ExpSlope(r), r, power) + V.Create(1f));
        return Unless(V.LessThan(x, V.Create(lowest)), result);
    }

    /// <summary>x, but not outside the bounds; NaN stays, because the comparison's second operand wins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Floats Between(float lowest, Floats x, float highest) =>
        V.MinNative(V.Create(highest), V.MaxNative(V.Create(lowest), x));

    /// <summary>The integer next to x / ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Floats Octaves(Floats x) =>
        V.FusedMultiplyAdd(x, V.Create(Log2E), V.Create(RoundingShift)) - V.Create(RoundingShift);

    /// <summary>x - n ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Floats Remainder(Floats x, Floats n) =>
        V.FusedMultiplyAdd(n, V.Create(-Ln2Low), V.FusedMultiplyAdd(n, V.Create(-Ln2High), x));

    /// <summary>(e^r - 1 - r) / r^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Floats ExpTail(Floats r)
    {
        Floats p = V.FusedMultiplyAdd(V.Create(E4), r, V.Create(E3));
        p = V.FusedMultiplyAdd(p, r, V.Create(E2));
        p = V.FusedMultiplyAdd(p, r, V.Create(E1));
        return V.FusedMultiplyAdd(p, r, V.Create(E0));
    }

    /// <summary>
    /// (e^r - 1) / r for |r| up to ln(2) / 2. The caller's last multiply-add rounds once and takes in what follows.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Floats ExpSlope(Floats r) => V.FusedMultiplyAdd(ExpTail(r), r, V.Create(1f));

    /// <summary>ln(1 + f) for 1 + f between sqrt(1/2) and sqrt(2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Floats LogNearOne(Floats f) => LogNearOne(f, f * f);

    /// <summary>The same, where f^2 is known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Floats LogNearOne(Floats f, Floats square)
    {
        // Even and odd powers side by side: one long chain would leave the multipliers waiting.
        Floats even = V.FusedMultiplyAdd(V.Create(L8), square, V.Create(L6));
        Floats odd = V.FusedMultiplyAdd(V.Create(L7), square, V.Create(L5));
        even = V.FusedMultiplyAdd(even, square, V.Create(L4));
        odd = V.FusedMultiplyAdd(odd, square, V.Create(L3));
        even = V.FusedMultiplyAdd(even, square, V.Create(L2));
        odd = V.FusedMultiplyAdd(odd, square, V.Create(L1));
        even = V.FusedMultiplyAdd(even, square, V.Create(L0));
        return V.FusedMultiplyAdd(V.FusedMultiplyAdd(odd, f, even), square, f);
    }

    /// <summary>The sign of x on a number that has it already or none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Floats WithSignOf(Floats x, Floats value) => value | (x & V.Create(-0f));
}
