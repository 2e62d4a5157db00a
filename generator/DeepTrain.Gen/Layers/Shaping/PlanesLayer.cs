using DeepTrain.Gen.Emission.Images;
using DeepTrain.Gen.Layers.Convolution;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Layers.Shaping;

/// <summary>
/// What a network ends in whose outputs are images, or were: rows as users have them, plane by plane. Nobody declares it.
/// </summary>
internal sealed record PlanesLayer(Shape Image) : LayerSpec, IReshaping
{
    public override string Kind => "Planes";

    public string Formula => "the outputs, plane by plane as users have them";

    public string Derivative => "1";

    public Conv2DLayer? Convolution => null;

    public Ring InputRing => Ring.None;

    public Ring DeltaRing => Ring.None;

    public static PlanesLayer Of(Shape image, Shape output) => new(image)
    {
        Name = "outputs",
        PascalName = "OutputPlanes",
        LocalStem = "outputPlanes",
        Input = image,
        Output = Shape.Flat(output.Size),
    };

    public void EmitForward(SourceWriter writer, VectorType v, ValueBuffer input, ValueBuffer output)
    {
        writer.Line($"float* y = {ImageCode.First(output)};");
        writer.Line($"{Import.ImageRows}.ToPlanes({ImageCode.WithRing(input)}, 1, {ImageCode.Layout(Places(input))}, y, 0);");
    }

    public bool CarriesActivation => false;

    public void EmitBackward(SourceWriter writer, VectorType v, ReshapedGradient gradient) =>
        writer.Line($"{Import.ImageRows}.FromPlanes({ImageCode.First(gradient.OfOutput)}, 1, {ImageCode.Layout(Places(gradient.OfInput))}, "
            + $"{ImageCode.WithRing(gradient.OfInput)});");

    // images, or the features they were flattened to
    private ValueLayout Places(ValueBuffer buffer) =>
        buffer.Layout.Places > 1 || Image.Height * Image.Width == 1 ? buffer.Layout : ImageCode.Flattened(Image, buffer.Layout);

    // in ONNX images lie plane by plane throughout
    public override void Export(OnnxCode onnx)
    {
    }
}
