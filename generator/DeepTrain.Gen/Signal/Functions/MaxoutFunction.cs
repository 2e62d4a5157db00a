using System;

namespace DeepTrain.Gen.Signal.Functions;

/// <summary>The largest of k sums with weights of their own (Goodfellow et al. 2013).</summary>
internal sealed record MaxoutFunction : Nonlinearity
{
    private readonly int pieces;

    public MaxoutFunction(int pieces) => this.pieces = pieces;

    public override int Pieces => pieces;

    // the gradient reaches the winning piece, whole
    public override UnitMoments Moments(double q, double m)
    {
        double deviation = Math.Sqrt(Math.Max(q, 0));
        return new UnitMoments(
            MaxoutMoments.Power(pieces, 1, m, deviation),
            MaxoutMoments.Power(pieces, 2, m, deviation),
            MaxoutMoments.Power(pieces, 4, m, deviation),
            1,
            0);
    }

    public override PairMoments Distance(double q, double d, double m) => MaxoutMoments.Distance(pieces, q, d);
}
