using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Optimizers;

/// <summary>The arguments that every optimizer has.</summary>
internal static class OptimizerArguments
{
    public static TOptimizer ReadCommon<TOptimizer>(
        StepArguments arguments, TOptimizer optimizer, float learningRate, float weightDecay = 0f)
        where TOptimizer : OptimizerSpec => optimizer with
        {
            LearningRate = arguments.Float("LearningRate", learningRate, FloatDomain.NonNegative),
            WeightDecay = arguments.Float("WeightDecay", weightDecay, FloatDomain.NonNegative),
            ClipNorm = arguments.Float("ClipNorm", 0f, FloatDomain.NonNegative),
        };
}
