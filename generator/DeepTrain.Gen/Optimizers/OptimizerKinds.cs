using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Optimizers;

/// <summary>Every optimizer there is. A new one is a file in this folder and a line here.</summary>
internal static class OptimizerKinds
{
    public static readonly IReadOnlyList<StepKind<OptimizerSpec>> All =
    [
        SGDOptimizer.Step, AdaGradOptimizer.Step, RMSPropOptimizer.Step,
        AdamOptimizer.Step, AdamOptimizer.DecoupledStep, NadamOptimizer.Step,
    ];
}
