using System;
using System.Runtime.CompilerServices;

namespace DeepTrain.Gen.Signal.Functions;

/// <summary>
/// Differences of logistic functions: with e = exp(-|a|) and f = exp(-b) the sigmoids of a + b and a - b are
/// (1 - f^2) e / ((1 + e f)(e + f)) apart, and their mean is 1/2 +- (1 - e^2) f / 2 / ((1 + e f)(e + f)).
/// </summary>
internal static class LogisticPairs
{
    /// <summary>Of height y(rate x), y the sigmoid.</summary>
    [MethodImpl(SpecialFunctions.Optimized)]
    public static PairSums Sums(double a, PairPoints pairs, double rate, double height)
    {
        double[] falling = pairs.Falling, gaps = pairs.Gaps, weights = pairs.Weights;
        double e = Math.Exp(-rate * Math.Abs(a)), gap = 1 - e * e, value = 0, derivative = 0;
        for (int j = 0; j < pairs.Count; j++)
        {
            double f = falling[j], w = weights[j];
            double common = 1 / ((1 + e * f) * (e + f));
            double apart = gaps[j] * (e * common);
            // y (1 - y) differs by the difference of y times how far its mean is from 1/2
            double slope = apart * (f * common);
            value += w * (apart * apart);
            derivative += w * (slope * slope);
        }

        double square = height * height, steep = height * rate * gap;
        return new PairSums(square * value, steep * steep * derivative, 0);
    }
}
