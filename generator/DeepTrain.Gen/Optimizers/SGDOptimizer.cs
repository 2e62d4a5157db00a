using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;

namespace DeepTrain.Gen.Optimizers;

internal sealed record SGDOptimizer(float Momentum, float Dampening, bool Nesterov) : OptimizerSpec
{
    public static readonly StepKind<OptimizerSpec> Step = new("SGD", arguments =>
    {
        float momentum = arguments.Float("Momentum", 0f, FloatDomain.NonNegative);
        float dampening = arguments.Float("Dampening", 0f, FloatDomain.Finite);
        bool nesterov = arguments.Flag("Nesterov", false);
        arguments.Require(
            !nesterov || (momentum > 0 && dampening == 0),
            "Nesterov", "true", "used with a Momentum above 0 and no Dampening");
        return OptimizerArguments.ReadCommon(arguments, new SGDOptimizer(momentum, dampening, nesterov), 1e-3f);
    });

    public override string Kind => "SGD";

    public override SignalOptimizer Signal => new()
    {
        LearningRate = LearningRate.AsDecimal() * (Momentum > 0 ? 1 - Dampening.AsDecimal() : 1),
        Momentum = SignalOptimizer.Bounded(Momentum.AsDecimal()),
    };

    public override IReadOnlyList<string> Formula => Momentum == 0
        ? ["w -= rate g"]
        : [$"v = {CSharpLiteral.Plain(Momentum)} v + {FreshGradient}",
           Nesterov ? $"w -= rate (g + {CSharpLiteral.Plain(Momentum)} v)" : "w -= rate v"];

    private string FreshGradient => Dampening == 0
        ? "g"
        : $"fresh g, where fresh is 1 in the first step and {CSharpLiteral.Plain((float)(1 - Dampening.AsDecimal()))} later";

    public override bool TakesRoots => false;

    public override bool CountsSteps => Momentum > 0 && Dampening != 0;

    public override IReadOnlyList<OptimizerSlot> Slots => Momentum == 0 ? [] : [new("momentum_buffer", "velocity")];

    protected override IReadOnlyList<StepConstant> FormulaConstants => !CountsSteps
        ? [new("rate")]
        : [new("rate"), new("fresh", () => $"t == 1 ? 1d : {CSharpLiteral.Of(1 - Dampening.AsDecimal())}")];

    public override string EmitUpdate(SourceWriter writer, VectorType v)
    {
        if (Momentum == 0)
            return $"{v.Load("w")} - rate * g";

        string momentum = v.Broadcast(CSharpLiteral.Of(Momentum));
        string moved = v.Fma(momentum, v.Load("velocity"), Dampening == 0 ? "g" : "fresh * g");
        writer.Line($"{v.Float} next = {v.Math("FlushToZero", moved)};");
        writer.Line($"{v.Load("velocity")} = next;");
        return Nesterov
            ? $"{v.Load("w")} - rate * {v.Fma(momentum, "next", "g")}"
            : $"{v.Load("w")} - rate * next";
    }
}
