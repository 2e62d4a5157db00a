namespace DeepTrain.Tests.Runtime;

/// <summary>
/// The functions of VectorMath in double, right to about 1e-14 relative, and the measure of a float's error.
/// </summary>
internal static class Reference
{
    internal static double ExpMinusOne(double x)
    {
        if (Math.Abs(x) > 0.05)
            return Math.Exp(x) - 1;
        double sum = 0;
        for (int k = 14; k > 0; k--)
            sum = (sum + 1) * x / k;
        return x == 0 ? x : sum;
    }

    internal static double Softplus(double x)
    {
        double u = Math.Exp(-Math.Abs(x));

        // The series of ln(1 + u), where adding 1 would swallow u.
        double tail = u > 1e-3
            ? Math.Log(1 + u)
            : u * (1 - u * (1.0 / 2 - u * (1.0 / 3 - u * (1.0 / 4 - u * (1.0 / 5 - u / 6)))));
        return Math.Max(x, 0) + tail;
    }

    internal static double Sigmoid(double x) => x > 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    /// <summary>The power series for small arguments, Laplace's continued fraction of erfc for large ones.</summary>
    internal static double Erf(double x)
    {
        double a = Math.Abs(x);
        if (double.IsNaN(x) || a > 6)
            return double.IsNaN(x) ? x : Math.Sign(x);
        if (a < 2.5)
        {
            double sum = a, term = a;
            for (int n = 1; n < 60; n++)
            {
                term = -term * a * a / n;
                sum += term / (2 * n + 1);
            }

            return Math.CopySign(sum * 2 / Math.Sqrt(Math.PI), x);
        }

        double fraction = 0;
        for (int k = 60; k > 0; k--)
            fraction = k * 0.5 / (a + fraction);
        return Math.CopySign(1 - Math.Exp(-a * a) / (a + fraction) / Math.Sqrt(Math.PI), x);
    }

    internal static double NormalDensity(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    /// <summary>
    /// How far a float is from the exact value, in units in the last place of the exact value: 2^-149 where that is
    /// subnormal. A NaN, an infinity or a zero of the wrong sign is infinitely far.
    /// </summary>
    internal static double Ulps(float actual, double exact)
    {
        if (double.IsNaN(exact) || float.IsNaN(actual))
            return double.IsNaN(exact) && float.IsNaN(actual) ? 0 : double.PositiveInfinity;
        if (exact == 0 && actual == 0)
            return double.IsNegative(exact) == float.IsNegative(actual) ? 0 : double.PositiveInfinity;
        if (float.IsInfinity((float)exact) && (float)exact == actual)
            return 0;

        // Where only one of the two overflows, infinity stands for the first power that is no float.
        double got = float.IsInfinity(actual) ? Math.CopySign(Math.ScaleB(1, 128), actual) : actual;
        double want = double.IsInfinity(exact) ? Math.CopySign(Math.ScaleB(1, 128), exact) : exact;
        int exponent = want == 0 ? -126 : Math.Clamp(Math.ILogB(want), -126, 127);
        return Math.Abs(got - want) / Math.ScaleB(1, exponent - 23);
    }
}
