using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;

namespace DeepTrain.Gen.Losses;

internal sealed record HuberLoss(float Delta) : ElementwiseLoss
{
    public static readonly StepKind<LossSpec> Step = new("Huber", arguments =>
        new HuberLoss(arguments.Float("delta", 1f, FloatDomain.Positive)));

    public override string Kind => "Huber";

    public override LossSignal Signal => new HuberLossSignal(Delta.AsDecimal());

    public override string Title => $"Huber loss with delta {CSharpLiteral.Plain(Delta)}";

    public override string Formula =>
        "e^2 / 2 where |e| <= delta, else delta (|e| - delta / 2), "
        + "with e = y - t; its derivative is e, cut to -delta .. delta";

    protected override (string Loss, string Gradient) Element(ElementCode code, string y, string t)
    {
        VectorType v = code.V;
        string delta = code.Constant("delta", Delta);
        string minusDelta = code.Constant("minusDelta", -Delta);
        string half = code.Constant("half", 0.5f);
        string error = code.Let("error", $"{y} - {t}");
        string size = code.Let("size", $"{v.Class}.Abs({error})");
        string square = $"{half} * {error} * {error}";
        string line = $"{delta} * ({size} - {code.Constant("halfDelta", Delta / 2)})";
        string loss = code.Let("loss", v.Select(v.LessOrEqual(size, delta), square, line));
        string cut = v.Select(v.Greater(error, delta), delta, v.Select(v.Less(error, minusDelta), minusDelta, error));
        return (loss, code.Let("slope", cut));
    }
}
