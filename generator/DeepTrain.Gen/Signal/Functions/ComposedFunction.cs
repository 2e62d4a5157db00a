namespace DeepTrain.Gen.Signal.Functions;

/// <summary>One activation right after another.</summary>
internal sealed record ComposedFunction(ActivationFunction First, ActivationFunction Second) : ActivationFunction
{
    public override double Value(double x) => Second.Value(First.Value(x));

    public override double Derivative(double x)
    {
        Evaluate(x, out _, out double derivative);
        return derivative;
    }

    public override void Evaluate(double x, out double value, out double derivative)
    {
        First.Evaluate(x, out double inner, out double innerSlope);
        Second.Evaluate(inner, out value, out double outerSlope);
        derivative = outerSlope * innerSlope;
    }
}
