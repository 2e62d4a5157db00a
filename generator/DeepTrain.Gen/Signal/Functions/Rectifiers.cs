namespace DeepTrain.Gen.Signal.Functions;

/// <summary>max(0, x).</summary>
internal sealed record ReluFunction : ActivationFunction
{
    public override double? HomogeneousSlope => 0;

    public override bool CanDie => true;

    public override double Value(double x) => x > 0 ? x : 0;

    public override double Derivative(double x) => x > 0 ? 1 : 0;
}

/// <summary>x above 0, slope x below: leaky ReLU, and PReLU at its initial slope.</summary>
internal sealed record LeakyReluFunction(double Slope) : ActivationFunction
{
    public override double? HomogeneousSlope => Slope;

    public override double Value(double x) => x > 0 ? x : Slope * x;

    public override double Derivative(double x) => x > 0 ? 1 : Slope;
}

/// <summary>Randomised leaky ReLU, by its mean slope.</summary>
internal sealed record RandomizedReluFunction(double Lower, double Upper) : ActivationFunction
{
    private double Slope => (Lower + Upper) / 2;

    public override double? HomogeneousSlope => Slope;

    public override double Value(double x) => x > 0 ? x : Slope * x;

    public override double Derivative(double x) => x > 0 ? 1 : Slope;
}
