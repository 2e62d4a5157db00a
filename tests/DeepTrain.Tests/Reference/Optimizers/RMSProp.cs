using static DeepTrain.Tests.Reference.Attributes;

namespace DeepTrain.Tests.Reference;

internal sealed record RMSProp() : OptimizerPlan(1e-2f)
{
    public float Alpha { get; init; } = 0.99f;

    public float Epsilon { get; init; } = 1e-8f;

    public float Momentum { get; init; }

    public bool Centered { get; init; }

    protected override IEnumerable<string> Own =>
    [
        .. Property("Alpha", Alpha, 0.99f),
        .. Property("Epsilon", Epsilon, 1e-8f),
        .. Property("Momentum", Momentum, 0),
        .. Flag("Centered", Centered, false),
    ];

    public override ReferenceOptimizer Build() => new RMSPropReference(this);
}

internal sealed class RMSPropReference(RMSProp plan) : ReferenceOptimizer(plan)
{
    protected override void Update(ReferenceParameter parameter, int i, double g, double rate)
    {
        double alpha = plan.Alpha.AsDecimal();
        double[] square = parameter.Slot("square_avg");
        square[i] = alpha * square[i] + (1 - alpha) * g * g;
        double variance = square[i];
        if (plan.Centered)
        {
            double[] mean = parameter.Slot("grad_avg");
            mean[i] = alpha * mean[i] + (1 - alpha) * g;
            variance -= mean[i] * mean[i];
        }

        double[] steps = parameter.Slot("momentum_buffer");
        steps[i] = plan.Momentum.AsDecimal() * steps[i] + g / (Math.Sqrt(variance) + plan.Epsilon.AsDecimal());
        parameter.Values[i] -= rate * steps[i];
    }
}
