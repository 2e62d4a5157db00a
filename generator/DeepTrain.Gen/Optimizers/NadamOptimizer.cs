using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Optimizers;

internal sealed record NadamOptimizer(float MomentumDecay) : AdamFamily
{
    public static readonly StepKind<OptimizerSpec> Step = new("Nadam", arguments => Read(
        arguments, new NadamOptimizer(arguments.Float("MomentumDecay", 4e-3f, FloatDomain.NonNegative)), 2e-3f));

    public override string Kind => "Nadam";

    public override IReadOnlyList<string> Formula =>
    [
        $"m = {B1} m + (1 - {B1}) g",
        $"v = {B2} v + (1 - {B2}) g^2",
        $"mu_t = {B1} (1 - 0.96^(t {CSharpLiteral.Plain(MomentumDecay)}) / 2), M_t = mu_1 mu_2 .. mu_t",
        $"w -= rate r ((1 - mu_t) / (1 - M_t) g + mu_t+1 / (1 - M_t+1) m) / (sqrt(v) + {Eps} r) with {RootFormula}",
    ];

    public override IReadOnlyList<string> BeforeStep() =>
    [
        .. base.BeforeStep(),
        $"double momentum = {Momentum("t")}, nextMomentum = {Momentum("(t + 1)")};",
        "state.MomentumProduct *= momentum;",
    ];

    protected override IReadOnlyList<StepConstant> FormulaConstants =>
    [
        new("gradientStep", () => "rate * root * (1d - momentum) / (1d - state.MomentumProduct)"),
        new("meanStep", () => "rate * root * nextMomentum / (1d - state.MomentumProduct * nextMomentum)"),
        EpsilonConstant,
    ];

    public override string EmitUpdate(SourceWriter writer, VectorType v)
    {
        EmitMoments(writer, v);
        return $"{v.Load("w")} - {v.Fma("gradientStep", "g", "meanStep * nextMean")} / {Denominator(v)}";
    }

    private string Momentum(string step)
    {
        string beta = CSharpLiteral.Of(Beta1.AsDecimal()), decay = CSharpLiteral.Of(MomentumDecay.AsDecimal());
        return $"{beta} * (1d - 0.5d * {Import.Math}.Pow(0.96d, {step} * {decay}))";
    }
}
