using System;

namespace DeepTrain.Gen.Signal;

/// <summary>
/// A smooth function of one variable, stored as its values at Chebyshev points (Press et al., Numerical Recipes 5.8).
/// </summary>
internal sealed class ChebyshevSeries
{
    private readonly double[] coefficients;
    private readonly double low;
    private readonly double high;

    private ChebyshevSeries(double[] coefficients, double low, double high)
    {
        this.coefficients = coefficients;
        this.low = low;
        this.high = high;
    }

    public static ChebyshevSeries Fit(Func<double, double> function, double low, double high, int count)
    {
        var values = new double[count];
        for (int k = 0; k < count; k++)
        {
            double x = Math.Cos(Math.PI * (k + 0.5) / count);
            values[k] = function((low + high) / 2 + x * (high - low) / 2);
        }

        var coefficients = new double[count];
        for (int j = 0; j < count; j++)
        {
            double sum = 0;
            for (int k = 0; k < count; k++)
                sum += values[k] * Math.Cos(Math.PI * j * (k + 0.5) / count);
            coefficients[j] = (j == 0 ? 1 : 2) * sum / count;
        }

        return new ChebyshevSeries(coefficients, low, high);
    }

    /// <summary>Clenshaw's recurrence.</summary>
    public double Value(double x)
    {
        double y = (2 * x - low - high) / (high - low), next = 0, afterNext = 0;
        for (int j = coefficients.Length - 1; j >= 1; j--)
            (next, afterNext) = (2 * y * next - afterNext + coefficients[j], next);
        return y * next - afterNext + coefficients[0];
    }
}
