using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;
using DeepTrain.Gen.Signal.Functions;

namespace DeepTrain.Gen.Layers.Activations;

internal sealed record SoftplusLayer : ActivationLayer
{
    public static readonly StepKind<LayerSpec> Step =
        new("Softplus", arguments => new SoftplusLayer { Name = arguments.Text("Name") });

    public override string Kind => "Softplus";

    public override Init AutoInit => Init.HeNormal;

    public override ActivationFunction Function => new SoftplusFunction();

    public override Saved Needs => Saved.Input;

    public override string Formula => "log(1 + exp(x))";

    public override string Derivative => "sigmoid(x)";

    public override string Forward(ElementCode code, string x) =>
        code.Let(Local(), code.Math("Softplus", x));

    public override string Backward(ElementCode code, string gradient, string x, string y) =>
        code.Let(Local("Gradient"), $"{gradient} * {code.Math("SigmoidOrZero", x)}");

    public override void Export(OnnxCode onnx) => onnx.Node("Softplus");
}
