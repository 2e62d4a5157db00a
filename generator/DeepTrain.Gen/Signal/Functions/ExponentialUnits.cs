using System.Runtime.CompilerServices;

namespace DeepTrain.Gen.Signal.Functions;

/// <summary>x above 0, alpha (exp(x) - 1) below.</summary>
internal sealed record EluFunction(double Alpha) : ActivationFunction
{
    public override double Value(double x) => x > 0 ? x : Alpha * SpecialFunctions.ExpMinus1(x, out _);

    public override double Derivative(double x) => x > 0 ? 1 : Alpha * System.Math.Exp(x);

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
}

/// <summary>The self-normalising unit: an ELU whose constants make N(0, 1) a fixed point (Klambauer et al. 2017).</summary>
internal sealed record SeluFunction : ActivationFunction
{
    private const double Lambda = 1.0507009873554805;
    private const double Alpha = 1.6732632423543772;
    private static readonly EluFunction Elu = new(Alpha);

    public override double Value(double x) => Lambda * Elu.Value(x);

    public override double Derivative(double x) => Lambda * Elu.Derivative(x);

    [MethodImpl(SpecialFunctions.Optimized)]
    public override void Evaluate(double x, out double value, out double derivative)
    {
        Elu.Evaluate(x, out value, out derivative);
        value *= Lambda;
        derivative *= Lambda;
    }
}
