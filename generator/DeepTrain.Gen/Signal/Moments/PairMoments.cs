using System;
using System.Runtime.CompilerServices;

namespace DeepTrain.Gen.Signal;

/// <summary>
/// What a layer does to the distance of two inputs: half the mean square of phi(u1) - phi(u2), and of phi'(u1) - phi'(u2).
/// </summary>
/// <remarks>
/// The distance d = q (1 - c) is followed and not the correlation c: 1 - c then keeps its digits down to the smallest
/// double.
/// </remarks>
internal readonly struct PairMoments
{
    private const double Step = 1e-4;

    public PairMoments(double value, double derivative)
    {
        Value = value;
        Derivative = derivative;
    }

    public double Value { get; }

    public double Derivative { get; }

    /// <summary>For u1, u2 ~ N(m, q) with half the mean square of u1 - u2 equal to d.</summary>
    public static PairMoments Compute(ActivationFunction f, double q, double d, double m)
    {
        if (!(d > 0))
            return default;
        if (m == 0 && f.HomogeneousSlope is double slope)
            return ArcCosine.Distance(q, d, slope);
        return d / q < 1e-9 ? Linearised(f, q, d, m) : Integrated(f, q, d, m);
    }

    private static PairMoments Linearised(ActivationFunction f, double q, double d, double m)
    {
        GaussianRule rule = GaussianRule.Create(q, m, GaussLegendre.Fine);
        var slopes = new double[rule.Points.Length];
        var bends = new double[rule.Points.Length];
        for (int i = 0; i < slopes.Length; i++)
        {
            double u = rule.Points[i];
            double slope = f.Derivative(u);
            double bend = (f.Derivative(u + Step) - f.Derivative(u - Step)) / (2 * Step);
            slopes[i] = rule.Weights[i] * (slope * slope);
            bends[i] = rule.Weights[i] * (bend * bend);
        }

        double e = Summation.Pairwise(slopes);
        return new PairMoments(d * e, Math.Min(d * Summation.Pairwise(bends), e));
    }

    /// <summary>u = A +- delta with A ~ N(m, q - d/2) and delta ~ N(0, d/2) independent of it.</summary>
    private static PairMoments Integrated(ActivationFunction f, double q, double d, double m)
    {
        GaussianRule difference = GaussianRule.Create(d / 2, 0, GaussLegendre.Coarse);
        GaussianRule centre = GaussianRule.Create(Math.Max(q - d / 2, 0), m, GaussLegendre.Coarse);
        // the integrand is even in delta, and in A too where f is symmetric: half the points, twice
        bool halved = f.IsPointSymmetric && centre.Mirrored > 0;
        int rows = halved ? centre.Mirrored : centre.Points.Length, columns = difference.Mirrored;
        double scale = halved ? 2 : 1;
        double[] values = new double[rows], derivatives = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            Row(f, centre.Points[i], difference, columns, out double value, out double derivative);
            values[i] = scale * centre.Weights[i] * value;
            derivatives[i] = scale * centre.Weights[i] * derivative;
        }

        return new PairMoments(Summation.Pairwise(values), Summation.Pairwise(derivatives));
    }

    [MethodImpl(SpecialFunctions.Optimized)]
    private static void Row(
        ActivationFunction f, double a, GaussianRule difference, int columns, out double value, out double derivative)
    {
        double[] points = difference.Points, weights = difference.Weights;
        value = derivative = 0;
        for (int j = 0; j < columns; j++)
        {
            double b = points[j], w = weights[j];
            f.Evaluate(a + b, out double value1, out double slope1);
            f.Evaluate(a - b, out double value2, out double slope2);
            value += w * ((value1 - value2) * (value1 - value2));
            derivative += w * ((slope1 - slope2) * (slope1 - slope2));
        }
    }
}
