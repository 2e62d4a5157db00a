using System;
using System.Runtime.CompilerServices;

namespace DeepTrain.Gen.Signal.Functions;

/// <summary>x above 0, alpha (exp(x) - 1) below.</summary>
internal sealed record EluFunction(double Alpha) : ActivationFunction
{
    public override double PairRate => 1;

    public override double Value(double x) => x > 0 ? x : Alpha * SpecialFunctions.ExpMinus1(x, out _);

    public override double Derivative(double x) => x > 0 ? 1 : Alpha * Math.Exp(x);

    [MethodImpl(SpecialFunctions.Optimized)]
    public override void Evaluate(double x, out double value, out double derivative)
    {
        if (x > 0)
        {
            value = x;
            derivative = 1;
            return;
        }

        value = Alpha * SpecialFunctions.ExpMinus1(x, out double exp);
        derivative = Alpha * exp;
    }

    /// <summary>Two on the line, two on the exponential, or one on each.</summary>
    [MethodImpl(SpecialFunctions.Optimized)]
    public override PairSums Pairs(double a, PairPoints pairs)
    {
        double[] points = pairs.Points, falling = pairs.Falling, gaps = pairs.Gaps, weights = pairs.Weights;
        double e = Math.Exp(a), less = SpecialFunctions.ExpMinus1(-Math.Abs(a), out _), value = 0, derivative = 0;
        double minus1 = a > 0 ? -less * e : less;
        for (int j = 0; j < pairs.Count; j++)
        {
            double b = points[j], f = falling[j], w = weights[j], apart, slope;
            if (a - b > 0)
            {
                (apart, slope) = (2 * b, 0);
            }
            else if (a + b > 0)
            {
                // exp(a - b) - 1, by terms that do not cancel
                double below = b < 1 ? minus1 - e * gaps[j] / (1 + f) : e * f - 1;
                (apart, slope) = (a + b - Alpha * below, 1 - Alpha * (e * f));
            }
            else
            {
                apart = slope = Alpha * (e * gaps[j] / f);
            }

            value += w * (apart * apart);
            derivative += w * (slope * slope);
        }

        return new PairSums(value, derivative, 0);
    }
}

/// <summary>The self-normalising unit: an ELU whose constants make N(0, 1) a fixed point (Klambauer et al. 2017).</summary>
internal sealed record SeluFunction : ActivationFunction
{
    private const double Lambda = 1.0507009873554805;
    private const double Alpha = 1.6732632423543772;
    private static readonly EluFunction Elu = new(Alpha);

    public override double PairRate => Elu.PairRate;

    public override double Value(double x) => Lambda * Elu.Value(x);

    public override double Derivative(double x) => Lambda * Elu.Derivative(x);

    [MethodImpl(SpecialFunctions.Optimized)]
    public override void Evaluate(double x, out double value, out double derivative)
    {
        Elu.Evaluate(x, out value, out derivative);
        value *= Lambda;
        derivative *= Lambda;
    }

    public override PairSums Pairs(double a, PairPoints pairs)
    {
        PairSums sums = Elu.Pairs(a, pairs);
        return sums with { Value = Lambda * Lambda * sums.Value, Derivative = Lambda * Lambda * sums.Derivative };
    }
}
