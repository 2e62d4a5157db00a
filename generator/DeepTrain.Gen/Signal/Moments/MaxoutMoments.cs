using System;
using System.Collections.Concurrent;

namespace DeepTrain.Gen.Signal;

/// <summary>Expectations of the largest of k independent Gaussians.</summary>
/// <remarks>
/// For two inputs every piece has a pair of sums with the same correlation c = cos(angle). By Price's theorem
/// d/dc E M1 M2 = q P(c), P the probability that one piece wins for both inputs, which also is E phi'(u1) phi'(u2). So the
/// distance is q times the integral of P from c to 1: no difference of nearly equal numbers, and only P is needed.
/// P = k E Phi2(x, y; c)^(k-1) over the winner's pair (x, y), with Phi2 the bivariate normal distribution.
/// </remarks>
internal static class MaxoutMoments
{
    private static readonly ConcurrentDictionary<int, ChebyshevSeries> LostWinners = new();

    /// <summary>m2(k) = E max^2 for standard normals: 1, 1 + sqrt(3)/2pi, 1 + sqrt(3)/pi, ... for k = 2, 3, 4, ...</summary>
    public static double Square(int pieces) => Power(pieces, 2, 0, 1);

    /// <summary>E (mean + deviation max)^power.</summary>
    public static double Power(int pieces, int power, double mean, double deviation)
    {
        GaussianRule rule = GaussianRule.Create(1, 0, GaussLegendre.Fine);
        var terms = new double[rule.Points.Length];
        for (int i = 0; i < terms.Length; i++)
        {
            double z = rule.Points[i];
            double others = IntegerPower(SpecialFunctions.NormalDistribution(z, out _), pieces - 1);
            terms[i] = rule.Weights[i] * pieces * others * IntegerPower(mean + deviation * z, power);
        }

        return Summation.Pairwise(terms);
    }

    /// <summary>The distance of the outputs, and the probability that the two inputs have different winners.</summary>
    public static PairMoments Distance(int pieces, double q, double d)
    {
        if (!(d > 0))
            return default;
        if (d > q)
        {
            // opposed inputs do not occur in practice: their winners are taken as independent
            PairMoments orthogonal = Distance(pieces, q, q);
            return new PairMoments(orthogonal.Value + (d - q) / pieces, orthogonal.Derivative);
        }

        double angle = 2 * Math.Asin(Math.Sqrt(d / (2 * q))), lost = 0;
        UnitRule rule = GaussLegendre.Coarse;
        for (int i = 0; i < rule.Points.Length; i++)
        {
            double t = angle * rule.Points[i];
            lost += angle * rule.Weights[i] * Math.Sin(t) * LostWinner(pieces, t);
        }

        return new PairMoments(d - q * lost, LostWinner(pieces, angle));
    }

    /// <summary>1 - P at an angle from 0 to pi/2.</summary>
    public static double LostWinner(int pieces, double angle) => pieces switch
    {
        1 => 0,
        2 => angle / Math.PI,
        _ => angle * LostWinners.GetOrAdd(pieces, Fit).Value(angle),
    };

    // (1 - P) / angle is smooth, so a few points fix it to 1e-9 for every later call
    private static ChebyshevSeries Fit(int pieces) =>
        ChebyshevSeries.Fit(angle => IntegratedLostWinner(pieces, angle) / angle, 0, Math.PI / 2, 14);

    private static double IntegratedLostWinner(int pieces, double angle)
    {
        double sine = Math.Sin(angle / 2), cosine = Math.Cos(angle / 2);
        GaussianRule centre = GaussianRule.Create(cosine * cosine, 0, GaussLegendre.Coarse);
        GaussianRule difference = GaussianRule.Create(sine * sine, 0, GaussLegendre.Coarse);
        double sum = 0;
        for (int i = 0; i < centre.Points.Length; i++)
        {
            for (int j = 0; j < difference.Mirrored; j++)
            {
                double x = centre.Points[i] - difference.Points[j], y = centre.Points[i] + difference.Points[j];
                double below = BivariateNormal.Distribution(x, y, angle);
                sum += 2 * centre.Weights[i] * difference.Weights[j] * IntegerPower(below, pieces - 1);
            }
        }

        return 1 - pieces * sum;
    }

    private static double IntegerPower(double x, int power)
    {
        double result = 1;
        for (; power > 0; power--)
            result *= x;
        return result;
    }
}
