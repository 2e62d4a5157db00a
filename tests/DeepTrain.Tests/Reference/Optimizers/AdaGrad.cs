using static DeepTrain.Tests.Reference.Attributes;

namespace DeepTrain.Tests.Reference;

internal sealed record AdaGrad() : OptimizerPlan(1e-2f)
{
    public float LearningRateDecay { get; init; }

    public float InitialAccumulator { get; init; }

    public float Epsilon { get; init; } = 1e-10f;

    protected override IEnumerable<string> Own =>
    [
        .. Property("LearningRateDecay", LearningRateDecay, 0),
        .. Property("InitialAccumulator", InitialAccumulator, 0),
        .. Property("Epsilon", Epsilon, 1e-10f),
    ];

    public override ReferenceOptimizer Build() => new AdaGradReference(this);
}

internal sealed class AdaGradReference(AdaGrad plan) : ReferenceOptimizer(plan)
{
    protected override void Update(ReferenceParameter parameter, int i, double g, double rate)
    {
        double decayed = rate / (1 + (Step - 1) * plan.LearningRateDecay.AsDecimal());
        double[] sum = parameter.Slot("sum", plan.InitialAccumulator.AsDecimal());
        sum[i] += g * g;
        parameter.Values[i] -= decayed * g / (Math.Sqrt(sum[i]) + plan.Epsilon.AsDecimal());
    }
}
