using System;

namespace DeepTrain.Gen.Signal;

/// <summary>
/// Closed forms for x above 0, slope x below, and two zero-mean Gaussians of equal variance: the arc-cosine kernels of
/// degree 1 and 0, and of degree 2 for their squares (Cho and Saul, Kernel Methods for Deep Learning, 2009).
/// </summary>
internal static class ArcCosine
{
    /// <summary>E phi(u1) phi(u2) and E phi'(u1) phi'(u2) at correlation c.</summary>
    public static void Cross(double q, double c, double slope, out double value, out double derivative)
    {
        c = Math.Min(Math.Max(c, -1), 1);
        double angle = Math.Acos(c);
        double k1 = q * (Math.Sqrt(Math.Max(0, 1 - c * c)) + (Math.PI - angle) * c) / (2 * Math.PI);
        double k0 = (Math.PI - angle) / (2 * Math.PI);
        double straight = 1 - slope;
        value = straight * straight * k1 + slope * straight * q * c + slope * slope * q * c;
        derivative = straight * straight * k0 + slope * straight + slope * slope;
    }

    /// <summary>
    /// Half the mean square of phi(u1) - phi(u2) and of phi'(u1) - phi'(u2), where half that of u1 - u2 is d.
    /// </summary>
    public static PairMoments Distance(double q, double d, double slope)
    {
        double gain = (1 + slope * slope) / 2;
        if (d / q > 1e-7)
        {
            Cross(q, 1 - d / q, slope, out double value, out double derivative);
            return new PairMoments(Math.Max(q * (1 + slope * slope) / 2 - value, 0), Math.Max(gain - derivative, 0));
        }

        // a - cross has lost its digits here: the first term of the series in the angle
        double angle = Math.Sqrt(2 * d / q);
        return new PairMoments(d * gain, (1 - slope) * (1 - slope) * angle / (2 * Math.PI));
    }

    /// <summary>E phi(u1)^2 phi(u2)^2 and E phi'(u1)^2 phi'(u2)^2 at correlation c.</summary>
    public static PairSquares Squares(double q, double c, double slope)
    {
        c = Math.Min(Math.Max(c, -1), 1);
        double angle = Math.Acos(c), below = slope * slope;
        // both above 0, or both below; and one of each
        double alike = 1 + below * below, mixed = 2 * below;
        double value = alike * Degree2(angle, c) + mixed * Degree2(Math.PI - angle, -c);
        double derivative = alike * (Math.PI - angle) + mixed * angle;
        return new PairSquares(q * q * value / (2 * Math.PI), derivative / (2 * Math.PI));
    }

    // J2 of Cho and Saul
    private static double Degree2(double angle, double c) =>
        3 * Math.Sqrt(Math.Max(0, 1 - c * c)) * c + (Math.PI - angle) * (1 + 2 * c * c);
}
