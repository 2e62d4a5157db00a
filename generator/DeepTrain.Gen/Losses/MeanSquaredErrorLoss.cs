using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;

namespace DeepTrain.Gen.Losses;

internal sealed record MeanSquaredErrorLoss : ElementwiseLoss
{
    public static readonly StepKind<LossSpec> Step = new("MeanSquaredError", _ => new MeanSquaredErrorLoss());

    public override string Kind => "MeanSquaredError";

    public override LossSignal Signal => new SquaredLossSignal();

    public override string Title => "mean squared error";

    public override string Formula => "(y - t)^2; its derivative is 2 (y - t)";

    protected override (string Loss, string Gradient) Element(ElementCode code, string y, string t)
    {
        string error = code.Let("error", $"{y} - {t}");
        return ($"{error} * {error}", $"({error} + {error})");
    }
}
