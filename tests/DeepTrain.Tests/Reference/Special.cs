namespace DeepTrain.Tests.Reference;

/// <summary>Functions that <see cref="Math"/> lacks.</summary>
internal static class Special
{
    public static double ExpMinusOne(double x)
    {
        // Kahan: the rounding error of exp cancels against that of its logarithm
        double exp = Math.Exp(x);
        if (exp == 1)
            return x;
        return exp - 1 == -1 || double.IsInfinity(exp) ? exp - 1 : (exp - 1) * x / Math.Log(exp);
    }

    public static double LogOnePlus(double x) => 1 + x == 1 ? x : Math.Log(1 + x) * x / (1 + x - 1);

    /// <summary>
    /// The error function: 2 / sqrt(pi) exp(-x^2) sum of 2^n x^(2n+1) / (2n+1)!!, whose terms all have one sign.
    /// </summary>
    public static double Erf(double x)
    {
        if (Math.Abs(x) > 6)
            return Math.Sign(x);
        double term = x, sum = x;
        for (int n = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum); n++)
            sum += term *= 2 * x * x / (2 * n + 1);
        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}
