using static DeepTrain.Tests.Reference.Attributes;

namespace DeepTrain.Tests.Reference;

/// <summary>What Adam and its relatives declare alike.</summary>
internal abstract record AdamPlan(float DefaultRate) : OptimizerPlan(DefaultRate)
{
    public float Beta1 { get; init; } = 0.9f;

    public float Beta2 { get; init; } = 0.999f;

    public float Epsilon { get; init; } = 1e-8f;

    protected override IEnumerable<string> Own =>
        [.. Property("Beta1", Beta1, 0.9f), .. Property("Beta2", Beta2, 0.999f), .. Property("Epsilon", Epsilon, 1e-8f)];
}

internal sealed record Adam() : AdamPlan(1e-3f)
{
    public override ReferenceOptimizer Build() => new AdamReference(this, decoupled: false);
}

internal sealed record AdamW : AdamPlan
{
    public AdamW()
        : base(1e-3f) => WeightDecay = 0.01f;

    public override ReferenceOptimizer Build() => new AdamReference(this, decoupled: true);
}

internal sealed record Nadam() : AdamPlan(2e-3f)
{
    public float MomentumDecay { get; init; } = 4e-3f;

    protected override IEnumerable<string> Own => [.. base.Own, .. Property("MomentumDecay", MomentumDecay, 4e-3f)];

    public override ReferenceOptimizer Build() => new NadamReference(this);
}

/// <summary>Running means of the gradient and of its square.</summary>
internal abstract class AdamFamilyReference(AdamPlan plan) : ReferenceOptimizer(plan)
{
    private readonly double _beta2 = plan.Beta2.AsDecimal(), _epsilon = plan.Epsilon.AsDecimal();

    protected double Beta1 { get; } = plan.Beta1.AsDecimal();

    /// <summary>Moves both means; returns the gradient's, and the denominator of the step.</summary>
    protected (double Mean, double Denominator) Move(ReferenceParameter parameter, int i, double g)
    {
        double[] mean = parameter.Slot("exp_avg"), square = parameter.Slot("exp_avg_sq");
        mean[i] = Beta1 * mean[i] + (1 - Beta1) * g;
        square[i] = _beta2 * square[i] + (1 - _beta2) * g * g;
        double corrected = square[i] / (1 - Math.Pow(_beta2, Step));
        return (mean[i], Math.Sqrt(corrected) + _epsilon);
    }
}

internal sealed class AdamReference(AdamPlan plan, bool decoupled) : AdamFamilyReference(plan)
{
    private readonly double _decay = decoupled ? plan.WeightDecay.AsDecimal() : 0;

    protected override bool AddsDecayToGradient => !decoupled;

    protected override void Update(ReferenceParameter parameter, int i, double g, double rate)
    {
        parameter.Values[i] *= 1 - rate * _decay;
        (double mean, double denominator) = Move(parameter, i, g);
        parameter.Values[i] -= rate * (mean / (1 - Math.Pow(Beta1, Step))) / denominator;
    }
}

internal sealed class NadamReference(Nadam plan) : AdamFamilyReference(plan)
{
    private double _product = 1;

    protected override void BeforeStep() => _product *= Momentum(Step);

    protected override void Update(ReferenceParameter parameter, int i, double g, double rate)
    {
        (double mean, double denominator) = Move(parameter, i, g);
        double next = Momentum(Step + 1);
        double gradientStep = rate * (1 - Momentum(Step)) / (1 - _product);
        double meanStep = rate * next / (1 - _product * next);
        parameter.Values[i] -= (gradientStep * g + meanStep * mean) / denominator;
    }

    private double Momentum(int step) => Beta1 * (1 - 0.5 * Math.Pow(0.96, step * plan.MomentumDecay.AsDecimal()));
}
