using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;

namespace DeepTrain.Gen.Losses;

/// <summary>Sigmoid and cross-entropy in one, on logits: no logarithm of a rounded probability.</summary>
internal sealed record BinaryCrossEntropyLoss : ElementwiseLoss
{
    public static readonly StepKind<LossSpec> Step = new("BinaryCrossEntropy", _ => new BinaryCrossEntropyLoss());

    public override string Kind => "BinaryCrossEntropy";

    public override LossSignal Signal => new BinaryLossSignal();

    public override string Title => "binary cross-entropy on logits";

    public override string Formula =>
        "max(z, 0) - z t + log(1 + exp(-|z|)), "
        + "which is -t log p - (1 - t) log(1 - p) with p = sigmoid(z); its derivative is p - t";

    public override OutputTransform Output => OutputTransform.Sigmoid;

    public override bool TargetsAreProbabilities => true;

    public override bool TakesLabels(int outputs) => outputs == 1;

    public override int Classes(int outputs) => 2;

    protected override (string Loss, string Gradient) Element(ElementCode code, string y, string t)
    {
        VectorType v = code.V;
        string positive = v.Select(v.Less(y, v.Zero), v.Zero, y);
        string tail = code.Let("tail", v.Math("Softplus", $"-{v.Class}.Abs({y})"));
        string loss = code.Let("loss", $"{positive} - {y} * {t} + {tail}");
        return (loss, $"({v.Math("SigmoidOrZero", y)} - {t})");
    }
}
