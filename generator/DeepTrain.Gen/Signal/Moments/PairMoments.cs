using System;
using System.Linq;

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

    /// <summary>u = a +- b with a ~ N(m, q - d/2) and b ~ N(0, d/2) independent of it.</summary>
    private static PairMoments Integrated(ActivationFunction f, double q, double d, double m)
    {
        GaussianRule difference = GaussianRule.Create(d / 2, 0, GaussLegendre.Coarse);
        GaussianRule centre = GaussianRule.Create(Math.Max(q - d / 2, 0), m, GaussLegendre.Coarse);
        var pairs = new PairPoints(difference);
        bool isPrepared = f.PairRate > 0 && pairs.TryPrepare(f.PairRate, centre.Points.Max(Math.Abs));
        // the integrand is even in b, and in a too where f is symmetric: half the points, twice
        bool mirrored = centre.Mirrored > 0, doubled = mirrored && f.IsPointSymmetric, halved = mirrored && f.IsHalfLinear;
        int rows = doubled || halved ? centre.Mirrored : centre.Points.Length;
        double straight = halved ? 4 * pairs.MeanSquare : 0;
        double[] values = new double[rows], derivatives = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            PairSums sums = isPrepared ? f.Pairs(centre.Points[i], pairs) : PairSums.Of(f, centre.Points[i], pairs);
            // around -a a half-linear function has 2b less what it has around a
            double value = doubled ? 2 * sums.Value : halved ? 2 * sums.Value - 4 * sums.Cross + straight : sums.Value;
            values[i] = centre.Weights[i] * value;
            derivatives[i] = centre.Weights[i] * (doubled || halved ? 2 * sums.Derivative : sums.Derivative);
        }

        return new PairMoments(Summation.Pairwise(values), Summation.Pairwise(derivatives));
    }
}
