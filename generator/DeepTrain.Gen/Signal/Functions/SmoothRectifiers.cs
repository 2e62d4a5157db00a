using System;
using System.Runtime.CompilerServices;

namespace DeepTrain.Gen.Signal.Functions;

/// <summary>log(1 + exp(x)).</summary>
internal sealed record SoftplusFunction : ActivationFunction
{
    public override double Value(double x) => Math.Max(x, 0) + SpecialFunctions.Log1p(Math.Exp(-Math.Abs(x)));

    public override double Derivative(double x) => SigmoidFunction.Logistic(x);

    [MethodImpl(SpecialFunctions.Optimized)]
    public override void Evaluate(double x, out double value, out double derivative)
    {
        double e = Math.Exp(-Math.Abs(x));
        value = Math.Max(x, 0) + SpecialFunctions.Log1p(e);
        derivative = (x > 0 ? 1 : e) / (1 + e);
    }
}

/// <summary>x sigmoid(x).</summary>
internal sealed record SwishFunction : ActivationFunction
{
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
}

/// <summary>x Phi(x), Phi the standard normal distribution function.</summary>
internal sealed record GeluFunction : ActivationFunction
{
    public override double Value(double x) => x * SpecialFunctions.NormalDistribution(x, out _);

    public override double Derivative(double x)
    {
        double distribution = SpecialFunctions.NormalDistribution(x, out double density);
        return distribution + x * density;
    }

    [MethodImpl(SpecialFunctions.Optimized)]
    public override void Evaluate(double x, out double value, out double derivative)
    {
        double distribution = SpecialFunctions.NormalDistribution(x, out double density);
        value = x * distribution;
        derivative = distribution + x * density;
    }
}
