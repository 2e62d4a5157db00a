using DeepTrain.Gen.Layers.Convolution;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission.Images;

/// <summary>Prints how the copy of a convolution's weights is made that carries gradients back.</summary>
internal static class ConvolutionTransposeEmitter
{
    public static void Emit(SourceWriter writer, NetworkPlan plan, Conv2DLayer layer)
    {
        Stage stage = plan.Stages.First(stage => stage.Convolution == layer);
        Stage below = plan.Stages[stage.Index - 1];
        IEnumerable<GradientPhase> phases = ConvolutionProducts.Backward(
            layer, stage.Delta.Layout, below.Delta.Layout, below.Result.Layout, epilogue: null);
        foreach (GradientPhase phase in phases.Where(phase => phase.Lines.Count > 0))
        {
            string to = Address.At($"s->{layer.PascalName}Transposed", phase.WeightOffset);
            writer.Line($"{Import.ConvolutionWeights}.Transpose(&s->Parameters[{layer.PascalName}Weight], {layer.Units}, "
                + $"{layer.Input.Channels}, {layer.Kernel},");
            writer.Line($"    new int[] {{ {Join(phase.Lines)} }}, new int[] {{ {Join(phase.Columns)} }}, {to});");
        }
    }

    private static string Join(IReadOnlyList<int> taps) => string.Join(", ", taps.Select(CSharpLiteral.Of));
}
