using System;
using System.Runtime.CompilerServices;

namespace DeepTrain.Gen.Signal;

/// <summary>Functions that netstandard2.0 lacks, to a few units in the last place of a double.</summary>
internal static class SpecialFunctions
{
    // AggressiveOptimization, which netstandard2.0 does not name: an analyzer predicts before the compiler has warmed up
    public const MethodImplOptions Optimized = (MethodImplOptions)512;

    private const double InverseSqrtPi = 0.56418958354775628695;
    private const double InverseSqrt2 = 0.70710678118654752440;
    private const double InverseSqrt2Pi = 0.39894228040143267794;

    /// <summary>The error function.</summary>
    public static double Erf(double x)
    {
        double magnitude = Math.Abs(x);
        if (magnitude <= 0.46875)
            return SmallErf(x);
        double tail = magnitude > 6 ? 0 : ScaledErfc(magnitude) * ExpOfMinusSquare(magnitude);
        return x < 0 ? tail - 1 : 1 - tail;
    }

    /// <summary>1 - erf(x), with full relative accuracy in its tail.</summary>
    public static double Erfc(double x)
    {
        double magnitude = Math.Abs(x);
        if (magnitude <= 0.46875)
            return 1 - SmallErf(x);
        double tail = magnitude > 27.3 ? 0 : ScaledErfc(magnitude) * ExpOfMinusSquare(magnitude);
        return x < 0 ? 2 - tail : tail;
    }

    /// <summary>The standard normal distribution function and, from the same exponential, its density.</summary>
    [MethodImpl(Optimized)]
    public static double NormalDistribution(double x, out double density)
    {
        double power = Math.Exp(-0.5 * x * x);
        density = power * InverseSqrt2Pi;
        double scaled = x * InverseSqrt2, magnitude = Math.Abs(scaled);
        if (magnitude <= 0.46875)
            return 0.5 * (1 + SmallErf(scaled));
        double tail = 0.5 * ScaledErfc(magnitude) * power;
        return x < 0 ? tail : 1 - tail;
    }

    /// <summary>The inverse hyperbolic sine.</summary>
    public static double Asinh(double x)
    {
        double magnitude = Math.Abs(x);
        double square = magnitude * magnitude;
        double result = magnitude > 1e150
            ? Math.Log(magnitude) + Math.Log(2)
            : Log1p(magnitude + square / (1 + Math.Sqrt(1 + square)));
        return x < 0 ? -result : result;
    }

    /// <summary>log(1 + x) without the loss of a small x (Kahan).</summary>
    [MethodImpl(Optimized)]
    public static double Log1p(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : double.IsInfinity(u) ? u : Math.Log(u) * (x / (u - 1));
    }

    /// <summary>exp(x) and exp(x) - 1 for x at most 0, each with full relative accuracy.</summary>
    [MethodImpl(Optimized)]
    public static double ExpMinus1(double x, out double exp)
    {
        if (x < -1)
        {
            exp = Math.Exp(x);
            return exp - 1;
        }

        double t = Math.Tanh(0.5 * x);
        double result = 2 * t / (1 - t);
        exp = 1 + result;
        return result;
    }

    // The three ranges of Cody, Rational Chebyshev approximations for the error function, Math. Comp. 23 (1969). Written
    // out, because expectations of GELU spend their time here.
    [MethodImpl(Optimized)]
    private static double SmallErf(double x)
    {
        double y = x * x;
        double top = (((1.85777706184603153e-1 * y + 3.16112374387056560e0) * y + 1.13864154151050156e2)
            * y + 3.77485237685302021e2) * y + 3.20937758913846947e3;
        double bottom = (((y + 2.36012909523441209e1) * y + 2.44024637934444173e2) * y + 1.28261652607737228e3)
            * y + 2.84423683343917062e3;
        return x * top / bottom;
    }

    /// <summary>exp(x^2) erfc(x) for x above 0.46875.</summary>
    [MethodImpl(Optimized)]
    private static double ScaledErfc(double x)
    {
        if (x > 4)
            return FarScaledErfc(x);
        double top = (((((((2.15311535474403846e-8 * x + 5.64188496988670089e-1) * x + 8.88314979438837594e0)
            * x + 6.61191906371416295e1) * x + 2.98635138197400131e2) * x + 8.81952221241769090e2)
            * x + 1.71204761263407058e3) * x + 2.05107837782607147e3) * x + 1.23033935479799725e3;
        double bottom = (((((((x + 1.57449261107098347e1) * x + 1.17693950891312499e2) * x + 5.37181101862009858e2)
            * x + 1.62138957456669019e3) * x + 3.29079923573345963e3) * x + 4.36261909014324716e3)
            * x + 3.43936767414372164e3) * x + 1.23033935480374942e3;
        return top / bottom;
    }

    private static double FarScaledErfc(double x)
    {
        double y = 1 / (x * x);
        double top = ((((1.63153871373020978e-2 * y + 3.05326634961232344e-1) * y + 3.60344899949804439e-1)
            * y + 1.25781726111229246e-1) * y + 1.60837851487422766e-2) * y + 6.58749161529837803e-4;
        double bottom = ((((y + 2.56852019228982242e0) * y + 1.87295284992346047e0) * y + 5.27905102951428412e-1)
            * y + 6.05183413124413191e-2) * y + 2.33520497626869185e-3;
        return (InverseSqrtPi - y * top / bottom) / x;
    }

    // x^2 split so that the rounding of the square does not grow by x^2 in the exponential.
    private static double ExpOfMinusSquare(double x)
    {
        double high = Math.Floor(x * 16) / 16;
        return Math.Exp(-high * high) * Math.Exp(-(x - high) * (x + high));
    }
}
