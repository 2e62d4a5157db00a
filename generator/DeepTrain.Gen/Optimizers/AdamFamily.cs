using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;

namespace DeepTrain.Gen.Optimizers;

/// <summary>What Adam, AdamW and Nadam share: running means of the gradient and of its square.</summary>
internal abstract record AdamFamily : OptimizerSpec
{
    public float Beta1 { get; init; }

    public float Beta2 { get; init; }

    public float Epsilon { get; init; }

    public override SignalOptimizer Signal => new()
    {
        IsAdaptive = true,
        LearningRate = LearningRate.AsDecimal(),
        Epsilon = Epsilon.AsDecimal(),
    };

    public override IReadOnlyList<OptimizerSlot> Slots => [new("exp_avg", "mean"), new("exp_avg_sq", "square")];

    protected string B1 => CSharpLiteral.Plain(Beta1);

    protected string B2 => CSharpLiteral.Plain(Beta2);

    protected string Eps => CSharpLiteral.Plain(Epsilon);

    /// <summary>
    /// What corrects the mean of squares for its start at 0. Numerator and denominator are both multiplied by it, once a step,
    /// so that no weight has to be (Kingma and Ba 2015, end of section 2).
    /// </summary>
    protected string RootFormula => $"r = sqrt(1 - {B2}^t)";

    public override IReadOnlyList<string> BeforeStep() => [$"double root = {Import.Math}.Sqrt{Correction(Beta2)};"];

    protected StepConstant EpsilonConstant => new("epsilon", () => $"{CSharpLiteral.Of(Epsilon.AsDecimal())} * root");

    /// <summary>1 - beta^t as C#, in double: in float it would lose the digits that matter while t is small.</summary>
    protected static string Correction(float beta) => $"(1d - {Import.Math}.Pow({CSharpLiteral.Of(beta.AsDecimal())}, t))";

    /// <summary>Writes <c>nextMean</c> and <c>nextSquare</c>.</summary>
    protected void EmitMoments(SourceWriter writer, VectorType v)
    {
        string mean = v.Load("mean"), square = v.Load("square");
        writer.Line($"{v.Float} nextMean = {v.Math("FlushToZero", Moved(v, mean, "g", $"g - {mean}", Beta1))};");
        string moved = Moved(v, square, "g * g", v.Fma("g", "g", $"-{square}"), Beta2);
        writer.Line($"{v.Float} nextSquare = {FlushedSquare(v, moved, Epsilon)};");
        writer.Line($"{mean} = nextMean;");
        writer.Line($"{square} = nextSquare;");
    }

    /// <summary>
    /// A running mean, of which <paramref name="beta"/> is kept, one step on: from its old value a part of the way to the new
    /// one, or from there back, whichever is shorter, so that beta 0 gives the new value to the bit.
    /// </summary>
    /// <param name="way">From the old value to the new one.</param>
    private static string Moved(VectorType v, string old, string next, string way, float beta) => beta > 0.5f
        ? v.Fma(way, v.Broadcast(CSharpLiteral.Of((float)(1 - beta.AsDecimal()))), old)
        : v.Fma($"{old} - {next}", v.Broadcast(CSharpLiteral.Of(beta)), next);

    protected static string Denominator(VectorType v) => $"({v.Class}.Sqrt(nextSquare) + epsilon)";

    protected static TAdam Read<TAdam>(StepArguments arguments, TAdam optimizer, float learningRate, float weightDecay = 0f)
        where TAdam : AdamFamily => OptimizerArguments.ReadCommon(arguments, optimizer, learningRate, weightDecay) with
        {
            Beta1 = arguments.Float("Beta1", 0.9f, FloatDomain.BelowOne),
            Beta2 = arguments.Float("Beta2", 0.999f, FloatDomain.BelowOne),
            Epsilon = arguments.Float("Epsilon", 1e-8f, FloatDomain.Positive),
        };
}
