using DeepTrain.Gen.Layers.Convolution;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission.Images;

/// <summary>A convolution by the runtime library's plain loops: for <c>Inspect</c>, which fuses nothing.</summary>
internal static class ConvolutionCalls
{
    public static void EmitForward(SourceWriter writer, Conv2DLayer layer, ValueBuffer input, ValueBuffer output)
    {
        string bias = layer.Bias ? $"&s->Parameters[{layer.PascalName}Bias]" : "null";
        writer.Line($"{Import.ConvolutionRows}.Forward({ImageCode.WithRing(input)}, {ImageCode.Layout(input.Layout)},");
        writer.Line($"    &s->Parameters[{layer.PascalName}Weight], {bias}, {layer.Kernel}, {layer.Stride},");
        writer.Line($"    {ImageCode.WithRing(output)}, {ImageCode.Layout(output.Layout)});");
    }

    public static void EmitBackward(SourceWriter writer, Conv2DLayer layer, ValueBuffer outputDelta, ValueBuffer inputDelta)
    {
        writer.Line($"{Import.ConvolutionRows}.Backward({ImageCode.WithRing(outputDelta)}, {ImageCode.Layout(outputDelta.Layout)},");
        writer.Line($"    &s->Parameters[{layer.PascalName}Weight], {layer.Kernel}, {layer.Stride}, "
            + $"{layer.Lines.Before}, {layer.Columns2D.Before},");
        writer.Line($"    {ImageCode.WithRing(inputDelta)}, {ImageCode.Layout(inputDelta.Layout)});");
    }
}
