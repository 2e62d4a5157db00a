using DeepTrain.Gen.Emission.Images;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission;

/// <summary>Which shared methods a stage's file for a width needs, in the order in which they are named.</summary>
internal static class StageMethods
{
    public static IEnumerable<SharedMethod> Of(NetworkPlan plan, Stage stage, VectorType width) =>
        stage.IsImage ? OfImages(plan, stage, width) : OfRows(plan, stage, width);

    private static IEnumerable<SharedMethod> OfRows(NetworkPlan plan, Stage stage, VectorType v)
    {
        if (stage.Epilogue is not null)
            yield return EpilogueShape.MethodOf(v, stage);
        if (stage.Linear is null)
            yield break;
        foreach (SharedMethod method in Product.Forward(plan, v, stage).Methods(v))
            yield return method;
        if (stage.TrainsWeights)
        {
            foreach (SharedMethod method in new WeightGradientTiles(plan, v).Methods(stage))
                yield return method;
        }

        if (stage.TrainsInput)
        {
            foreach (SharedMethod method in Product.InputGradient(plan, v, stage).Methods(v))
                yield return method;
        }
    }

    private static IEnumerable<SharedMethod> OfImages(NetworkPlan plan, Stage stage, VectorType width)
    {
        if (stage.Epilogue is not null)
            yield return EpilogueShape.MethodOf(stage.Layout.Values.VectorOf(width), stage);
        if (stage.Convolution is not null)
        {
            foreach ((ImageProduct product, ValueBuffer target) in ConvolutionProducts.Forward(plan, stage, width))
            {
                foreach (SharedMethod method in ImageTiles.Of(target.Layout, width).Methods(product))
                    yield return method;
            }
        }

        if (stage.NeedsBackward && plan.Stages[stage.Index + 1].Convolution is not null)
        {
            foreach (GradientPhase phase in ConvolutionProducts.Backward(stage, plan.Stages[stage.Index + 1], width))
            {
                foreach (SharedMethod method in ImageTiles.Of(stage.Delta.Layout, width).Methods(phase.Product))
                    yield return method;
            }
        }

        if (stage.Convolution is { Trainable: true })
        {
            foreach ((GradientInputs _, SharedMethod method) in new ConvolutionTiles(plan, stage.Delta.Layout.VectorOf(width), width).Methods(stage))
                yield return method;
        }
    }
}
