using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;

namespace DeepTrain.Gen.Optimizers;

internal sealed record RMSPropOptimizer(float Alpha, float Epsilon, float Momentum, bool Centered) : OptimizerSpec
{
    public static readonly StepKind<OptimizerSpec> Step = new("RMSProp", arguments => OptimizerArguments.ReadCommon(
        arguments,
        new RMSPropOptimizer(
            arguments.Float("Alpha", 0.99f, FloatDomain.UnitInterval),
            arguments.Float("Epsilon", 1e-8f, FloatDomain.Positive),
            arguments.Float("Momentum", 0f, FloatDomain.NonNegative),
            arguments.Flag("Centered", false)),
        1e-2f));

    public override string Kind => "RMSProp";

    public override SignalOptimizer Signal => new()
    {
        IsAdaptive = true,
        LearningRate = LearningRate.AsDecimal(),
        Momentum = SignalOptimizer.Bounded(Momentum.AsDecimal()),
        Epsilon = Epsilon.AsDecimal(),
    };

    public override IReadOnlyList<string> Formula
    {
        get
        {
            string alpha = CSharpLiteral.Plain(Alpha), epsilon = CSharpLiteral.Plain(Epsilon);
            var lines = new List<string> { $"v = {alpha} v + (1 - {alpha}) g^2" };
            if (Centered)
                lines.Add($"m = {alpha} m + (1 - {alpha}) g");
            string step = $"g / (sqrt({(Centered ? "v - m^2" : "v")}) + {epsilon})";
            if (Momentum > 0)
                lines.Add($"b = {CSharpLiteral.Plain(Momentum)} b + {step}");
            lines.Add($"w -= rate {(Momentum > 0 ? "b" : step)}");
            return lines;
        }
    }

    public override IReadOnlyList<OptimizerSlot> Slots
    {
        get
        {
            var slots = new List<OptimizerSlot> { new("square_avg", "square") };
            if (Centered)
                slots.Add(new("grad_avg", "mean"));
            if (Momentum > 0)
                slots.Add(new("momentum_buffer", "velocity"));
            return slots;
        }
    }

    public override bool CountsSteps => false;

    protected override IReadOnlyList<StepConstant> FormulaConstants => [new("rate")];

    public override string EmitUpdate(SourceWriter writer, VectorType v)
    {
        string alpha = v.Broadcast(CSharpLiteral.Of(Alpha));
        string rest = v.Broadcast(CSharpLiteral.Of((float)(1 - Alpha.AsDecimal())));
        string moved = v.Fma("g * g", rest, $"{v.Load("square")} * {alpha}");
        writer.Line($"{v.Float} nextSquare = {FlushedSquare(v, moved, Epsilon)};");
        writer.Line($"{v.Load("square")} = nextSquare;");
        string variance = "nextSquare";
        if (Centered)
        {
            string movedMean = v.Fma($"g - {v.Load("mean")}", rest, v.Load("mean"));
            writer.Line($"{v.Float} nextMean = {v.Math("FlushToZero", movedMean)};");
            writer.Line($"{v.Load("mean")} = nextMean;");
            writer.Line("// rounding may take the difference below 0");
            variance = $"{v.Class}.Max({v.Fma("-nextMean", "nextMean", "nextSquare")}, {v.Zero})";
        }

        writer.Line($"{v.Float} step = g / ({v.Class}.Sqrt({variance}) + {v.Broadcast(CSharpLiteral.Of(Epsilon))});");
        if (Momentum > 0)
        {
            string kept = v.Fma(v.Broadcast(CSharpLiteral.Of(Momentum)), v.Load("velocity"), "step");
            writer.Line($"step = {v.Math("FlushToZero", kept)};");
            writer.Line($"{v.Load("velocity")} = step;");
        }

        return $"{v.Load("w")} - rate * step";
    }
}
