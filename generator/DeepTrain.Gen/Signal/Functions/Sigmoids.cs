using System;
using System.Runtime.CompilerServices;

namespace DeepTrain.Gen.Signal.Functions;

/// <summary>1 / (1 + exp(-x)).</summary>
internal sealed record SigmoidFunction : ActivationFunction
{
    public override bool IsPointSymmetric => true;

    [MethodImpl(SpecialFunctions.Optimized)]
    public static double Logistic(double x) => 0.5 * (1 + Math.Tanh(0.5 * x));

    public override double PairRate => 1;

    public override double Value(double x) => Logistic(x);

    public override double Derivative(double x)
    {
        double y = Logistic(x);
        return y * (1 - y);
    }

    [MethodImpl(SpecialFunctions.Optimized)]
    public override void Evaluate(double x, out double value, out double derivative)
    {
        value = Logistic(x);
        derivative = value * (1 - value);
    }

    public override PairSums Pairs(double a, PairPoints pairs) => LogisticPairs.Sums(a, pairs, 1, 1);
}

/// <summary>The hyperbolic tangent.</summary>
internal sealed record TanhFunction : ActivationFunction
{
    public override bool IsPointSymmetric => true;

    // twice the logistic of 2x, less 1
    public override double PairRate => 2;

    public override double Value(double x) => Math.Tanh(x);

    public override double Derivative(double x)
    {
        double y = Math.Tanh(x);
        return 1 - y * y;
    }

    [MethodImpl(SpecialFunctions.Optimized)]
    public override void Evaluate(double x, out double value, out double derivative)
    {
        value = Math.Tanh(x);
        derivative = 1 - value * value;
    }

    public override PairSums Pairs(double a, PairPoints pairs) => LogisticPairs.Sums(a, pairs, 2, 2);
}
