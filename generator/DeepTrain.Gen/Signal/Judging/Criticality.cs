using System;

namespace DeepTrain.Gen.Signal;

/// <summary>The scale of weights at which signals neither fade nor grow.</summary>
internal static class Criticality
{
    /// <summary>
    /// The critical n Var(w). For functions symmetric about a point it is the edge of chaos at the origin, 1 / phi'(0)^2
    /// (Poole et al. 2016): 1 for tanh, 16 for the sigmoid. For the others it lies between what keeps the mean square and
    /// what keeps the gradient of sums ~ N(0, 1), and is both for leaky ReLUs: 2 / (1 + a^2) (He et al. 2015); for maxout 1
    /// / m2(k).
    /// </summary>
    public static double Variance(Nonlinearity phi)
    {
        if (phi is ActivationFunction { IsPointSymmetric: true } symmetric)
        {
            double slope = symmetric.Derivative(0);
            return 1 / (slope * slope);
        }

        UnitMoments moments = phi.Moments(1, 0);
        return phi.Pieces > 1 ? 1 / moments.Square : 1 / Math.Sqrt(moments.Square * moments.SlopeSquare);
    }

    /// <summary>The n Var(w) that gives the next layer sums of the variance q that this one had.</summary>
    public static double PreservingVariance(Nonlinearity phi, double q) => q / phi.Moments(q, 0).Square;
}
