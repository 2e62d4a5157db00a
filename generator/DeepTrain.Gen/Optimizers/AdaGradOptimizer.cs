using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;

namespace DeepTrain.Gen.Optimizers;

internal sealed record AdaGradOptimizer(float LearningRateDecay, float InitialAccumulator, float Epsilon) : OptimizerSpec
{
    public static readonly StepKind<OptimizerSpec> Step = new("AdaGrad", arguments => OptimizerArguments.ReadCommon(
        arguments,
        new AdaGradOptimizer(
            arguments.Float("LearningRateDecay", 0f, FloatDomain.NonNegative),
            arguments.Float("InitialAccumulator", 0f, FloatDomain.NonNegative),
            arguments.Float("Epsilon", 1e-10f, FloatDomain.Positive)),
        1e-2f));

    public override string Kind => "AdaGrad";

    public override SignalOptimizer Signal => new()
    {
        IsAdaptive = true,
        Accumulates = true,
        LearningRate = LearningRate.AsDecimal(),
        Epsilon = Epsilon.AsDecimal(),
    };

    public override IReadOnlyList<string> Formula =>
        ["v = v + g^2", $"w -= rate g / (sqrt(v) + {CSharpLiteral.Plain(Epsilon)})"];

    public override IReadOnlyList<OptimizerSlot> Slots => [new("sum", "sum", InitialAccumulator)];

    protected override IReadOnlyList<StepConstant> FormulaConstants =>
        [new("rate", () => $"rate / (1d + (t - 1) * {CSharpLiteral.Of(LearningRateDecay.AsDecimal())})")];

    public override string EmitUpdate(SourceWriter writer, VectorType v)
    {
        writer.Line($"{v.Float} next = {FlushedSquare(v, v.Fma("g", "g", v.Load("sum")), Epsilon)};");
        writer.Line($"{v.Load("sum")} = next;");
        return $"{v.Load("w")} - rate * g / ({v.Class}.Sqrt(next) + {v.Broadcast(CSharpLiteral.Of(Epsilon))})";
    }
}
