using System;
using System.Runtime.CompilerServices;

namespace DeepTrain.Gen.Signal.Functions;

/// <summary>log(1 + exp(x)).</summary>
internal sealed record SoftplusFunction : ActivationFunction
{
    public override bool IsHalfLinear => true;

    public override double PairRate => 1;

    public override double Value(double x) => Math.Max(x, 0) + SpecialFunctions.Log1p(Math.Exp(-Math.Abs(x)));

    public override double Derivative(double x) => SigmoidFunction.Logistic(x);

    [MethodImpl(SpecialFunctions.Optimized)]
    public override void Evaluate(double x, out double value, out double derivative)
    {
        double e = Math.Exp(-Math.Abs(x));
        value = Math.Max(x, 0) + SpecialFunctions.Log1p(e);
        derivative = (x > 0 ? 1 : e) / (1 + e);
    }

    /// <summary>Their difference is the logarithm of one quotient; that of their slopes is the sigmoid's.</summary>
    [MethodImpl(SpecialFunctions.Optimized)]
    public override PairSums Pairs(double a, PairPoints pairs)
    {
        double[] points = pairs.Points, falling = pairs.Falling, gaps = pairs.Gaps, weights = pairs.Weights;
        double e = Math.Exp(-Math.Abs(a)), value = 0, derivative = 0, cross = 0;
        for (int j = 0; j < pairs.Count; j++)
        {
            double f = falling[j], w = weights[j];
            double near = 1 + e * f, far = e + f, common = gaps[j] / (near * far);
            double apart = SpecialFunctions.Log1p(common * (a > 0 ? near : e * far) / f), slope = e * common;
            value += w * (apart * apart);
            derivative += w * (slope * slope);
            cross += w * (points[j] * apart);
        }

        return new PairSums(value, derivative, cross);
    }
}

/// <summary>x sigmoid(x).</summary>
internal sealed record SwishFunction : ActivationFunction
{
    public override bool IsHalfLinear => true;

    public override double PairRate => 1;

    public override double Value(double x) => x * SigmoidFunction.Logistic(x);

    public override double Derivative(double x)
    {
        Evaluate(x, out _, out double derivative);
        return derivative;
    }

    [MethodImpl(SpecialFunctions.Optimized)]
    public override void Evaluate(double x, out double value, out double derivative)
    {
        double y = SigmoidFunction.Logistic(x);
        value = x * y;
        derivative = y * (1 + x * (1 - y));
    }

    /// <summary>The difference of two sigmoids y, and their sum.</summary>
    [MethodImpl(SpecialFunctions.Optimized)]
    public override PairSums Pairs(double a, PairPoints pairs)
    {
        double[] points = pairs.Points, falling = pairs.Falling, gaps = pairs.Gaps, weights = pairs.Weights;
        double e = Math.Exp(-Math.Abs(a)), tilt = Math.Sign(a) * (1 - e * e), value = 0, derivative = 0, cross = 0;
        for (int j = 0; j < pairs.Count; j++)
        {
            double b = points[j], f = falling[j], w = weights[j];
            double common = 1 / ((1 + e * f) * (e + f));
            double difference = gaps[j] * (e * common), sum = 1 + tilt * (f * common);
            double y1 = 0.5 * (sum + difference), y2 = 0.5 * (sum - difference);
            double apart = a * difference + b * sum;
            double slope = y1 * (1 + (a + b) * (1 - y1)) - y2 * (1 + (a - b) * (1 - y2));
            value += w * (apart * apart);
            derivative += w * (slope * slope);
            cross += w * (b * apart);
        }

        return new PairSums(value, derivative, cross);
    }
}

/// <summary>x Phi(x), Phi the standard normal distribution function.</summary>
internal sealed record GeluFunction : ActivationFunction
{
    // from here on x to the last digit
    private const double Straight = 9;

    public override bool IsHalfLinear => true;

    public override double Value(double x) => x * SpecialFunctions.NormalDistribution(x, out _);

    public override double Derivative(double x)
    {
        double distribution = SpecialFunctions.NormalDistribution(x, out double density);
        return distribution + x * density;
    }

    [MethodImpl(SpecialFunctions.Optimized)]
    public override void Evaluate(double x, out double value, out double derivative)
    {
        if (x > Straight)
        {
            (value, derivative) = (x, 1);
            return;
        }

        double distribution = SpecialFunctions.NormalDistribution(x, out double density);
        value = x * distribution;
        derivative = distribution + x * density;
    }
}
