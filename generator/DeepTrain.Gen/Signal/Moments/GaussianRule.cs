using System;
using System.Runtime.CompilerServices;

namespace DeepTrain.Gen.Signal;

/// <summary>
/// Points u and weights w with sum w f(u) = E f(u) for u ~ N(mean, variance), and f smooth but for a kink at u = 0.
/// </summary>
/// <remarks>
/// Each side of the kink is z = z0 +- k sinh(t asinh(Z / k)), t in [0, 1]: dense where the function bends (k = 1 / std, in
/// units of the standard normal z), wide enough to reach Z. Plain Gauss-Hermite puts too few points there once the variance
/// is large.
/// </remarks>
internal sealed class GaussianRule
{
    private const double Reach = 9;
    private static readonly double Normalisation = Math.Sqrt(2 * Math.PI);

    private GaussianRule(double[] points, double[] weights, int mirrored)
    {
        Points = points;
        Weights = weights;
        Mirrored = mirrored;
    }

    public double[] Points { get; }

    public double[] Weights { get; }

    /// <summary>
    /// How many of the first points have a mirror image -u of equal weight among the others, 0 where none has.
    /// </summary>
    public int Mirrored { get; }

    public static GaussianRule Create(double variance, double mean, UnitRule rule)
    {
        if (!(variance > 0))
            return new GaussianRule([mean], [1], 0);
        double deviation = Math.Sqrt(variance);
        // the bend of up to one deviation is where the standard normal's is, and its points are the same for all
        return mean == 0 && deviation <= 1
            ? rule.StandardNormal.Scaled(deviation)
            : Around(mean, deviation, rule);
    }

    /// <summary>The rule of N(0, 1).</summary>
    public static GaussianRule StandardNormal(UnitRule rule) => Around(0, 1, rule);

    private GaussianRule Scaled(double deviation)
    {
        var points = new double[Points.Length];
        for (int i = 0; i < points.Length; i++)
            points[i] = deviation * Points[i];
        return new GaussianRule(points, Weights, Mirrored);
    }

    private static GaussianRule Around(double mean, double deviation, UnitRule rule)
    {
        double kink = Math.Min(Math.Max(-mean / deviation, -Reach), Reach);
        double bend = Math.Min(1, 1 / deviation);
        int n = rule.Points.Length;
        double above = Reach - kink, below = Reach + kink;
        int sides = (above > 1e-12 ? 1 : 0) + (below > 1e-12 ? 1 : 0);
        var points = new double[sides * n];
        var weights = new double[sides * n];
        int at = 0;
        if (above > 1e-12)
        {
            FillSide(1, above, kink, bend, mean, deviation, rule, points, weights, 0);
            at = n;
        }

        bool symmetric = mean == 0;
        if (symmetric)
            for (int i = 0; i < n; i++)
                (points[n + i], weights[n + i]) = (-points[i], weights[i]);
        else if (below > 1e-12)
            FillSide(-1, below, kink, bend, mean, deviation, rule, points, weights, at);

        double total = Summation.Pairwise(weights);
        for (int i = 0; i < weights.Length; i++)
            weights[i] /= total;
        return new GaussianRule(points, weights, symmetric ? n : 0);
    }

    [MethodImpl(SpecialFunctions.Optimized)]
    private static void FillSide(
        int sign, double span, double kink, double bend, double mean, double deviation,
        UnitRule rule, double[] points, double[] weights, int at)
    {
        double stretch = SpecialFunctions.Asinh(span / bend);
        for (int i = 0; i < rule.Points.Length; i++)
        {
            double grown = Math.Exp(rule.Points[i] * stretch), sunk = 1 / grown;
            double z = kink + sign * (bend * (0.5 * (grown - sunk)));
            double jacobian = bend * (0.5 * (grown + sunk)) * stretch;
            points[at + i] = mean + deviation * z;
            weights[at + i] = rule.Weights[i] * jacobian * Math.Exp(-z * z / 2) / Normalisation;
        }
    }
}
