using System;

namespace DeepTrain.Gen.Signal.Functions;

/// <summary>Softmax over a layer's n units, in the middle of a network.</summary>
/// <remarks>
/// Mean field: the normaliser of many units is its expectation, so an output is exp(u - q/2) / n with lognormal moments. One
/// unit takes all once exp(q) nears n, which bounds the powers at 1 / n.
/// </remarks>
internal sealed record SoftmaxFunction(int Units) : Nonlinearity
{
    public override UnitMoments Moments(double q, double m)
    {
        double n = Units, square = Square(q);
        // of the outputs that still share: dy/du = y (1 - y)
        double sharing = 1 - square * n;
        double fourth = Math.Min(Math.Exp(Math.Min(6 * q, 500)) / (n * n * n * n), 1 / n);
        return new UnitMoments(1 / n, square, fourth, square * sharing, 1 - sharing);
    }

    public override PairMoments Distance(double q, double d, double m)
    {
        double square = Square(q), apart = 1 - Math.Exp(-d);
        return new PairMoments(square * apart, square * (1 - square * Units) * apart);
    }

    private double Square(double q) => Math.Min(Math.Exp(Math.Min(q, 500)) / ((double)Units * Units), 1.0 / Units);
}
