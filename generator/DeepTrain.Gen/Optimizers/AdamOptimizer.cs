using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Optimizers;

/// <summary>Adam, and with decoupled weight decay AdamW.</summary>
internal sealed record AdamOptimizer(bool Decoupled) : AdamFamily
{
    public static readonly StepKind<OptimizerSpec> Step = new("Adam", arguments =>
        Read(arguments, new AdamOptimizer(Decoupled: false), 1e-3f));

    public static readonly StepKind<OptimizerSpec> DecoupledStep = new("AdamW", arguments =>
        Read(arguments, new AdamOptimizer(Decoupled: true), 1e-3f, weightDecay: 0.01f));

    public override string Kind => Decoupled ? "AdamW" : "Adam";

    public override bool AddsDecayToGradient => !Decoupled;

    private bool Keeps => Decoupled && WeightDecay > 0;

    public override IReadOnlyList<string> Formula =>
    [
        $"m = {B1} m + (1 - {B1}) g",
        $"v = {B2} v + (1 - {B2}) g^2",
        .. Keeps ? new[] { $"w *= 1 - rate {CSharpLiteral.Plain(WeightDecay)} Regularization" } : [],
        $"w -= rate r / (1 - {B1}^t) m / (sqrt(v) + {Eps} r) with {RootFormula}",
    ];

    protected override IReadOnlyList<StepConstant> FormulaConstants =>
    [
        new("step", () => $"rate * root / {Correction(Beta1)}"),
        EpsilonConstant,
        .. Keeps ? new[] { new StepConstant("keep", () => $"1d - rate * {CSharpLiteral.Of(WeightDecay.AsDecimal())} * state.Regularization") } : [],
    ];

    public override string EmitUpdate(SourceWriter writer, VectorType v)
    {
        EmitMoments(writer, v);
        string kept = Keeps ? $"{v.Load("w")} * keep" : v.Load("w");
        return $"{kept} - step * nextMean / {Denominator(v)}";
    }
}
