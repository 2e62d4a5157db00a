using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;

namespace DeepTrain.Gen.Losses;

internal sealed record MeanAbsoluteErrorLoss : ElementwiseLoss
{
    public static readonly StepKind<LossSpec> Step = new("MeanAbsoluteError", _ => new MeanAbsoluteErrorLoss());

    public override string Kind => "MeanAbsoluteError";

    public override LossSignal Signal => new AbsoluteLossSignal();

    public override string Title => "mean absolute error";

    public override string Formula => "|y - t|; its derivative is the sign of y - t, 0 at 0";

    protected override (string Loss, string Gradient) Element(ElementCode code, string y, string t)
    {
        VectorType v = code.V;
        string error = code.Let("error", $"{y} - {t}");
        string negative = v.Select(v.Less(error, v.Zero), code.Constant("minusOne", -1f), v.Zero);
        string sign = code.Let("sign", v.Select(v.Greater(error, v.Zero), code.Constant("one", 1f), negative));
        return ($"{v.Class}.Abs({error})", sign);
    }
}
