using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;
using DeepTrain.Gen.Signal.Functions;

namespace DeepTrain.Gen.Layers.Activations;

internal sealed record TanhLayer : ActivationLayer
{
    public static readonly StepKind<LayerSpec> Step =
        new("Tanh", arguments => new TanhLayer { Name = arguments.Text("Name") });

    public override string Kind => "Tanh";

    public override Init AutoInit => Init.GlorotUniform;

    public override ActivationFunction Function => new TanhFunction();

    public override Saved Needs => Saved.Output;

    public override string Formula => "tanh(x)";

    public override string Derivative => "1 - y^2";

    public override string Forward(ElementCode code, string x) =>
        code.Let(Local(), code.Math("Tanh", x));

    public override string Backward(ElementCode code, string gradient, string x, string y) =>
        code.Let(Local("Gradient"), $"{gradient} * ({code.Constant("one", 1f)} - {y} * {y})");

    public override void Export(OnnxCode onnx) => onnx.Node("Tanh");
}
