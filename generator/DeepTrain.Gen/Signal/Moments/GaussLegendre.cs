using System;

namespace DeepTrain.Gen.Signal;

/// <summary>Gauss-Legendre rules moved from [-1, 1] to [0, 1].</summary>
internal static class GaussLegendre
{
    /// <summary>The rule for one axis half of a single expectation.</summary>
    public static readonly UnitRule Fine = Create(48);

    /// <summary>The rule for one axis half of a pair expectation, which has two axes.</summary>
    public static readonly UnitRule Coarse = Create(24);

    /// <summary>
    /// The n-point rule: roots of the Legendre polynomial by Newton's method (Press et al., Numerical Recipes 4.6).
    /// </summary>
    public static UnitRule Create(int n)
    {
        var points = new double[n];
        var weights = new double[n];
        for (int i = 0; i < (n + 1) / 2; i++)
        {
            double x = Math.Cos(Math.PI * (i + 0.75) / (n + 0.5));
            double slope = 1;
            for (int iteration = 0; iteration < 100; iteration++)
            {
                double value = Legendre(n, x, out slope);
                double step = value / slope;
                x -= step;
                if (Math.Abs(step) < 1e-16)
                    break;
            }

            Legendre(n, x, out slope);
            double weight = 1 / ((1 - x * x) * slope * slope);
            points[i] = (1 - x) / 2;
            points[n - 1 - i] = (1 + x) / 2;
            weights[i] = weights[n - 1 - i] = weight;
        }

        return new UnitRule(points, weights);
    }

    private static double Legendre(int n, double x, out double slope)
    {
        double previous = 1, current = x;
        for (int k = 2; k <= n; k++)
            (previous, current) = (current, ((2 * k - 1) * x * current - (k - 1) * previous) / k);
        slope = n * (x * current - previous) / (x * x - 1);
        return current;
    }
}

/// <summary>Points in [0, 1], ascending, and weights that sum to 1.</summary>
internal sealed class UnitRule
{
    private readonly Lazy<GaussianRule> standardNormal;

    public UnitRule(double[] points, double[] weights)
    {
        Points = points;
        Weights = weights;
        standardNormal = new Lazy<GaussianRule>(() => GaussianRule.StandardNormal(this));
    }

    /// <summary>What it makes of N(0, 1).</summary>
    public GaussianRule StandardNormal => standardNormal.Value;

    public double[] Points { get; }

    public double[] Weights { get; }
}
