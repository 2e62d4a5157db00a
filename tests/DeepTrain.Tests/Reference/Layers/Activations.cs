namespace DeepTrain.Tests.Reference;

/// <summary>An activation without state: a function and its derivative.</summary>
internal abstract record Activation : LayerPlan
{
    public abstract double Value(double x);

    public abstract double Slope(double x);

    /// <summary>Whether the derivative jumps at 0.</summary>
    public virtual bool HasKink => false;

    public override ReferenceLayer Build(LayerPlace place) => new ActivationReference(place, this);
}

internal sealed class ActivationReference(LayerPlace place, Activation activation) : ReferenceLayer(place, place.Inputs)
{
    public override double[][] Forward(double[][] x, Pass pass)
    {
        if (activation.HasKink)
            Array.ForEach(x, pass.KinksAtZero);
        return Rows.Build(x.Length, Outputs, (row, j) => pass.Round(activation.Value(x[row][j])));
    }

    public override double[][] Backward(double[][] x, double[][] y, double[][] gradient, Pass pass) =>
        Rows.Build(x.Length, Outputs, (row, j) => pass.Round(gradient[row][j] * activation.Slope(x[row][j])));
}

internal sealed record Sigmoid : Activation
{
    public static double Of(double x) => 1 / (1 + Math.Exp(-x));

    public override double Value(double x) => Of(x);

    public override double Slope(double x) => Of(x) * Of(-x);
}

internal sealed record Tanh : Activation
{
    public override double Value(double x) => Math.Tanh(x);

    public override double Slope(double x) => 1 / (Math.Cosh(x) * Math.Cosh(x));
}

internal sealed record ReLU : Activation
{
    public override bool HasKink => true;

    public override double Value(double x) => Math.Max(0, x);

    public override double Slope(double x) => x > 0 ? 1 : 0;
}

internal sealed record LeakyReLU(float NegativeSlope = 0.01f) : Activation
{
    public override bool HasKink => true;

    public override IEnumerable<string> Arguments => [NegativeSlope.Literal()];

    public override double Value(double x) => x > 0 ? x : NegativeSlope.AsDecimal() * x;

    public override double Slope(double x) => x > 0 ? 1 : NegativeSlope.AsDecimal();
}

internal sealed record ELU(float Alpha = 1f) : Activation
{
    public override bool HasKink => Alpha != 1;

    public override IEnumerable<string> Arguments => [Alpha.Literal()];

    public override double Value(double x) => x > 0 ? x : Alpha.AsDecimal() * Special.ExpMinusOne(x);

    public override double Slope(double x) => x > 0 ? 1 : Alpha.AsDecimal() * Math.Exp(x);
}

internal sealed record SELU : Activation
{
    // Klambauer et al. 2017, equation 14
    public const double Lambda = 1.0507009873554805;
    public const double Alpha = 1.6732632423543772;

    public override bool HasKink => true;

    public override double Value(double x) => Lambda * (x > 0 ? x : Alpha * Special.ExpMinusOne(x));

    public override double Slope(double x) => Lambda * (x > 0 ? 1 : Alpha * Math.Exp(x));
}

internal sealed record Softplus : Activation
{
    public static double Of(double x) => Math.Max(x, 0) + Special.LogOnePlus(Math.Exp(-Math.Abs(x)));

    public override double Value(double x) => Of(x);

    public override double Slope(double x) => Sigmoid.Of(x);
}

internal sealed record Swish : Activation
{
    public override double Value(double x) => x * Sigmoid.Of(x);

    public override double Slope(double x) => Sigmoid.Of(x) * (1 + x * Sigmoid.Of(-x));
}

/// <summary>x Phi(x), with the exact normal distribution function.</summary>
internal sealed record GELU : Activation
{
    public override double Value(double x) => x * Phi(x);

    public override double Slope(double x) => Phi(x) + x * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    private static double Phi(double x) => 0.5 * (1 + Special.Erf(x / Math.Sqrt(2)));
}
