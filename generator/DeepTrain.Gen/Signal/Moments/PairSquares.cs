using System;

namespace DeepTrain.Gen.Signal;

/// <summary>How the squares of two inputs' signals go together: what a draw of the weights does to both.</summary>
/// <param name="Value">E phi(u1)^2 phi(u2)^2.</param>
/// <param name="Slope">E phi'(u1)^2 phi'(u2)^2.</param>
internal readonly record struct PairSquares(double Value, double Slope)
{
    /// <summary>For u1, u2 ~ N(m, q) with half the mean square of u1 - u2 equal to d; 0 for one input and itself.</summary>
    public static PairSquares Compute(ActivationFunction f, double q, double d, double m)
    {
        // opposed inputs do not occur in practice: they are taken as independent
        d = Math.Min(d, q);
        if (m == 0 && q > 0 && f.HomogeneousSlope is double slope)
            return ArcCosine.Squares(q, 1 - d / q, slope);

        // the inputs share a part of variance q - d; given that part they are independent
        GaussianRule common = GaussianRule.Create(q - d, m, GaussLegendre.Coarse);
        GaussianRule own = GaussianRule.Create(d, 0, GaussLegendre.Coarse);
        double[] values = new double[common.Points.Length], slopes = new double[common.Points.Length];
        for (int i = 0; i < common.Points.Length; i++)
        {
            double value = 0, slopeSquare = 0;
            for (int j = 0; j < own.Points.Length; j++)
            {
                f.Evaluate(common.Points[i] + own.Points[j], out double y, out double dy);
                value += own.Weights[j] * (y * y);
                slopeSquare += own.Weights[j] * (dy * dy);
            }

            values[i] = common.Weights[i] * (value * value);
            slopes[i] = common.Weights[i] * (slopeSquare * slopeSquare);
        }

        return new PairSquares(Summation.Pairwise(values), Summation.Pairwise(slopes));
    }
}
