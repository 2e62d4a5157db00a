using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;
using DeepTrain.Gen.Signal.Functions;

namespace DeepTrain.Gen.Layers.Activations;

internal sealed record SigmoidLayer : ActivationLayer
{
    public static readonly StepKind<LayerSpec> Step =
        new("Sigmoid", arguments => new SigmoidLayer { Name = arguments.Text("Name") });

    public override string Kind => "Sigmoid";

    public override Init AutoInit => Init.GlorotUniform;

    public override ActivationFunction Function => new SigmoidFunction();

    public override Saved Needs => Saved.Output;

    public override string Formula => "1 / (1 + exp(-x))";

    public override string Derivative => "y (1 - y)";

    public override string Forward(ElementCode code, string x) =>
        code.Let(Local(), code.Math("SigmoidOrZero", x));

    public override string Backward(ElementCode code, string gradient, string x, string y) =>
        code.Let(Local("Gradient"), $"{gradient} * {y} * ({code.Constant("one", 1f)} - {y})");

    public override void Export(OnnxCode onnx) => onnx.Node("Sigmoid");
}
