using System;
using System.Runtime.CompilerServices;

namespace DeepTrain.Gen.Signal;

/// <summary>
/// Half differences b of two inputs a + b and a - b, all above 0, with the weight of each; and, for functions made of exp(rate x),
/// what a and b have to say by themselves: then a pair of inputs costs no exponential.
/// </summary>
internal sealed class PairPoints
{
    // products of exponentials of points within this are neither 0 nor infinite
    private const double Reach = 300;

    /// <param name="rule">For differences: its mirrored points stand for the others.</param>
    public PairPoints(GaussianRule rule)
    {
        Points = rule.Points;
        Weights = rule.Weights;
        Count = rule.Mirrored;
    }

    public double[] Points { get; }

    public double[] Weights { get; }

    public int Count { get; }

    /// <summary>The sum of b^2.</summary>
    public double MeanSquare
    {
        get
        {
            double sum = 0;
            for (int i = 0; i < Count; i++)
                sum += Weights[i] * (Points[i] * Points[i]);
            return sum;
        }
    }

    /// <summary>exp(-rate b).</summary>
    public double[] Falling { get; private set; } = [];

    /// <summary>1 - exp(-2 rate b), which keeps its digits for a small b.</summary>
    public double[] Gaps { get; private set; } = [];

    /// <summary>Computes the exponentials, unless some point is too far out for them.</summary>
    /// <param name="rate">Of the function.</param>
    /// <param name="furthest">The greatest a.</param>
    public bool TryPrepare(double rate, double furthest)
    {
        double largest = furthest;
        for (int i = 0; i < Count; i++)
            largest = Math.Max(largest, Points[i]);
        if (!(rate * largest < Reach))
            return false;
        (Falling, Gaps) = (new double[Count], new double[Count]);
        for (int i = 0; i < Count; i++)
        {
            Falling[i] = Math.Exp(-rate * Points[i]);
            Gaps[i] = -SpecialFunctions.ExpMinus1(-2 * rate * Points[i], out _);
        }

        return true;
    }
}

/// <summary>Sums over the differences b of pairs around one a.</summary>
/// <param name="Value">Of (f(a + b) - f(a - b))^2.</param>
/// <param name="Derivative">The same of the slopes.</param>
/// <param name="Cross">Of b (f(a + b) - f(a - b)).</param>
internal readonly record struct PairSums(double Value, double Derivative, double Cross)
{
    [MethodImpl(SpecialFunctions.Optimized)]
    public static PairSums Of(ActivationFunction f, double a, PairPoints pairs)
    {
        double[] points = pairs.Points, weights = pairs.Weights;
        double value = 0, derivative = 0, cross = 0;
        for (int j = 0; j < pairs.Count; j++)
        {
            double b = points[j], w = weights[j];
            f.Evaluate(a + b, out double value1, out double slope1);
            f.Evaluate(a - b, out double value2, out double slope2);
            double apart = value1 - value2;
            value += w * (apart * apart);
            derivative += w * ((slope1 - slope2) * (slope1 - slope2));
            cross += w * (b * apart);
        }

        return new PairSums(value, derivative, cross);
    }
}
