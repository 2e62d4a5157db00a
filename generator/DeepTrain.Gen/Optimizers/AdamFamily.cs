using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Emission;
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

    public override IReadOnlyList<string> BeforeStep => [$"double root = Math.Sqrt{Correction(Beta2)};"];

    protected StepConstant EpsilonConstant => new("epsilon", $"{CSharpLiteral.Of(Epsilon.AsDecimal())} * root");

    /// <summary>1 - beta^t as C#, in double: in float it would lose the digits that matter while t is small.</summary>
    protected static string Correction(float beta) => $"(1d - Math.Pow({CSharpLiteral.Of(beta.AsDecimal())}, t))";

    /// <summary>Writes <c>nextMean</c> and <c>nextSquare</c>.</summary>
    protected void EmitMoments(SourceWriter writer, VectorType v)
    {
        string mean = v.Load("mean"), square = v.Load("square"), kept = v.Broadcast(CSharpLiteral.Of(Beta2));
        string newToMean = v.Broadcast(CSharpLiteral.Of((float)(1 - Beta1.AsDecimal())));
        string newToSquare = v.Broadcast(CSharpLiteral.Of((float)(1 - Beta2.AsDecimal())));
        writer.Line($"{v.Float} nextMean = {v.Fma($"g - {mean}", newToMean, mean)};");
        writer.Line($"{v.Float} nextSquare = {v.Fma("g * g", newToSquare, $"{square} * {kept}")};");
        writer.Line($"{mean} = nextMean;");
        writer.Line($"{square} = nextSquare;");
    }

    protected static string Denominator(VectorType v) => $"({v.Class}.Sqrt(nextSquare) + epsilon)";

    protected static TAdam Read<TAdam>(StepArguments arguments, TAdam optimizer, float learningRate, float weightDecay = 0f)
        where TAdam : AdamFamily => OptimizerArguments.ReadCommon(arguments, optimizer, learningRate, weightDecay) with
        {
            Beta1 = arguments.Float("Beta1", 0.9f, FloatDomain.BelowOne),
            Beta2 = arguments.Float("Beta2", 0.999f, FloatDomain.BelowOne),
            Epsilon = arguments.Float("Epsilon", 1e-8f, FloatDomain.Positive),
        };
}
