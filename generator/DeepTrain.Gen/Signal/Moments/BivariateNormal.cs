using System;

namespace DeepTrain.Gen.Signal;

/// <summary>The distribution function of two correlated standard normals (Owen, Ann. Math. Statist. 27, 1956).</summary>
internal static class BivariateNormal
{
    private static readonly UnitRule Rule = GaussLegendre.Create(16);

    /// <summary>P(u1 at most x, u2 at most y) at correlation cos(angle), which keeps its digits near 1.</summary>
    public static double Distribution(double x, double y, double angle)
    {
        double sine = Math.Sin(angle), rest = 2 * Math.Sin(angle / 2) * Math.Sin(angle / 2);
        double phiX = SpecialFunctions.NormalDistribution(x, out _), phiY = SpecialFunctions.NormalDistribution(y, out _);
        double opposite = x * y < 0 || (x * y == 0 && x + y < 0) ? 0.5 : 0;
        return (phiX + phiY) / 2 - opposite
            - Owen(x, (y - x + rest * x) / sine, phiX)
            - Owen(y, (x - y + rest * y) / sine, phiY);
    }

    /// <summary>Owen's T(h, k / h), with Phi(h) at hand; k / h above 1 is reflected to h / k.</summary>
    private static double Owen(double h, double k, double phiH)
    {
        if (Math.Abs(k) <= Math.Abs(h))
            return h == 0 ? 0 : Integral(h, k / h);
        double phiK = SpecialFunctions.NormalDistribution(k, out _);
        double reflected = (phiH + phiK) / 2 - phiH * phiK - Integral(k, h / k);
        return h * k < 0 || (h == 0 && k < 0) ? reflected - 0.5 : reflected;
    }

    private static double Integral(double h, double slope)
    {
        double sum = 0, half = -0.5 * h * h;
        for (int i = 0; i < Rule.Points.Length; i++)
        {
            double t = slope * Rule.Points[i], square = 1 + t * t;
            sum += Rule.Weights[i] * Math.Exp(half * square) / square;
        }

        return sum * slope / (2 * Math.PI);
    }
}
