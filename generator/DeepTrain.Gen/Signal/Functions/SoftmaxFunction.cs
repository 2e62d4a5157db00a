using System;

namespace DeepTrain.Gen.Signal.Functions;

/// <summary>Softmax over a layer's n units, in the middle of a network.</summary>
/// <remarks>
/// Mean field: the normaliser of many units is its expectation, so an output is exp(u - q/2) / n with lognormal moments. One
/// unit takes all once exp(q) nears n, which bounds the powers at 1 / n. Then only the two largest of n normal numbers may still
/// share, if they nearly tie: their difference has the density sqrt(2 ln n / q) at 0, and the integral of 2 (y (1 - y))^2 over it
/// is 1/6. How often two inputs have the same largest unit: Khot et al. 2007.
/// </remarks>
internal sealed record SoftmaxFunction(int Units) : Nonlinearity
{
    public override UnitMoments Moments(double q, double m)
    {
        double n = Units, square = Square(q);
        // of the outputs that still share: dy/du = y (1 - y)
        double sharing = Sharing(q, square);
        double fourth = Math.Min(Math.Exp(Math.Min(6 * q, 500)) / (n * n * n * n), 1 / n);
        return new UnitMoments(1 / n, square, fourth, square * sharing, 1 - sharing);
    }

    public override PairMoments Distance(double q, double d, double m)
    {
        // two inputs of correlation c have the same largest of n units with probability n^(-(1 - c) / (1 + c))
        double shared = q > 0 ? Math.Max(1 - d / q, 0) : 1;
        double apart = 1 - Math.Exp(-Math.Min(d, Math.Log(Units) * (1 - shared) / (1 + shared)));
        double square = Square(q);
        return new PairMoments(square * apart, square * Sharing(q, square) * apart);
    }

    private double Sharing(double q, double square)
    {
        double spread = Math.Log(Units);
        return Units > 1 ? Math.Max(1 - square * Units, Math.Sqrt(2 * spread / Math.Max(q, spread)) / 6) : 0;
    }

    private double Square(double q) => Math.Min(Math.Exp(Math.Min(q, 500)) / ((double)Units * Units), 1.0 / Units);
}
