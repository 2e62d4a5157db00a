using System;
using System.Collections.Concurrent;

namespace DeepTrain.Gen.Signal;

/// <summary>Expectations over one input: of the output, its powers and its slope.</summary>
/// <param name="Mean">E phi.</param>
/// <param name="Square">E phi^2.</param>
/// <param name="Fourth">E phi^4.</param>
/// <param name="SlopeSquare">E phi'^2.</param>
/// <param name="Saturated">The share of units whose |phi'| is below 5 % of its maximum.</param>
internal sealed record UnitMoments(double Mean, double Square, double Fourth, double SlopeSquare, double Saturated)
{
    private const double FlatShare = 0.05;

    private static readonly ConcurrentDictionary<ActivationFunction, double> Steepest = new();

    public static UnitMoments Compute(ActivationFunction f, double q, double m)
    {
        f.Evaluate(m, out double only, out double onlySlope);
        if (!(q > 0))
            return new UnitMoments(only, only * only, only * only * only * only, onlySlope * onlySlope, 0);

        GaussianRule rule = GaussianRule.Create(q, m, GaussLegendre.Fine);
        int n = rule.Points.Length;
        double[] mean = new double[n], square = new double[n], fourth = new double[n], slopes = new double[n];
        double flat = FlatShare * Steepest.GetOrAdd(f, SteepestSlope), saturated = 0;
        for (int i = 0; i < n; i++)
        {
            double w = rule.Weights[i];
            f.Evaluate(rule.Points[i], out double value, out double slope);
            double power = value * value;
            mean[i] = w * value;
            square[i] = w * power;
            fourth[i] = w * (power * power);
            slopes[i] = w * (slope * slope);
            if (Math.Abs(slope) < flat)
                saturated += w;
        }

        return new UnitMoments(
            Summation.Pairwise(mean), Summation.Pairwise(square), Summation.Pairwise(fourth), Summation.Pairwise(slopes),
            saturated);
    }

    private static double SteepestSlope(ActivationFunction f)
    {
        double steepest = 0;
        for (int i = 0; i <= 200; i++)
            steepest = Math.Max(steepest, Math.Abs(f.Derivative(-5 + 0.05 * i)));
        return steepest;
    }
}
