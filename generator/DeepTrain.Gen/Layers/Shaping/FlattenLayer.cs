using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Emission.Images;
using DeepTrain.Gen.Layers.Convolution;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Layers.Shaping;

/// <summary>
/// Channels x height x width become features. The network's own input is stored flat, so that no number moves; images leave
/// their rings and their padding behind.
/// </summary>
internal sealed record FlattenLayer : LayerSpec, IElementwise, IReshaping
{
    public static readonly StepKind<LayerSpec> Step =
        new("Flatten", arguments => new FlattenLayer { Name = arguments.Text("Name") });

    public override string Kind => "Flatten";

    public override bool OnlyReshapes => true;

    public Saved Needs => Saved.None;

    public bool IsPure => true;

    public string Formula => "x";

    public string Derivative => "1";

    public Conv2DLayer? Convolution => null;

    public Ring InputRing => Ring.None;

    public Ring DeltaRing => Ring.None;

    public void EmitForward(SourceWriter writer, VectorType v, ValueBuffer input, ValueBuffer output) =>
        writer.Line($"{Import.ImageRows}.ToFeatures({ImageCode.WithRing(input)}, {ImageCode.Layout(input.Layout)}, "
            + $"{ImageCode.First(output)}, {output.Padded});");

    public bool CarriesActivation => false;

    public void EmitBackward(SourceWriter writer, VectorType v, ReshapedGradient gradient) =>
        writer.Line($"{Import.ImageRows}.FromFeatures({ImageCode.First(gradient.OfOutput)}, {ImageCode.WithRing(gradient.OfInput)}, "
            + $"{ImageCode.Layout(gradient.OfInput.Layout)});");

    public override Shape? Infer(Shape input, out string? problem)
    {
        problem = null;
        return Shape.Flat(input.Size);
    }

    public string Forward(ElementCode code, string x) => x;

    public string Infer(ElementCode code, string x) => x;

    public string Backward(ElementCode code, string gradient, string x, string y) => gradient;

    public override void Export(OnnxCode onnx) => onnx.Node("Flatten");
}
