namespace DeepTrain.Gen.Signal.Functions;

/// <summary>The identity: two weight layers in a row, or the output.</summary>
internal sealed record LinearFunction : ActivationFunction
{
    public override double? HomogeneousSlope => 1;

    public override bool IsPointSymmetric => true;

    public override double Value(double x) => x;

    public override double Derivative(double x) => 1;
}
