using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Losses;

/// <summary>Every loss there is. A new one is a file in this folder and a line here.</summary>
internal static class LossKinds
{
    public static readonly IReadOnlyList<StepKind<LossSpec>> All =
    [
        MeanSquaredErrorLoss.Step, MeanAbsoluteErrorLoss.Step, HuberLoss.Step,
        BinaryCrossEntropyLoss.Step, SoftmaxCrossEntropyLoss.Step,
    ];
}
