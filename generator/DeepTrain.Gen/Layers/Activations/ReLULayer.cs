using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;
using DeepTrain.Gen.Signal.Functions;

namespace DeepTrain.Gen.Layers.Activations;

internal sealed record ReLULayer : ActivationLayer
{
    public static readonly StepKind<LayerSpec> Step =
        new("ReLU", arguments => new ReLULayer { Name = arguments.Text("Name") });

    public override string Kind => "ReLU";

    public override Init AutoInit => Init.HeNormal;

    public override ActivationFunction Function => new ReluFunction();

    public override Saved Needs => Saved.Output;

    public override string Formula => "max(0, x)";

    public override string Derivative => "1 where y > 0, else 0";

    public override string Forward(ElementCode code, string x) =>
        // NaN has to pass: where one side is NaN, the native maximum is the second
        code.Let(Local(), code.V.MaxNative(code.Zero, x));

    public override string Backward(ElementCode code, string gradient, string x, string y) =>
        code.Let(Local("Gradient"), code.V.Select(code.V.LessOrEqual(y, code.Zero), code.Zero, gradient));

    public override void Export(OnnxCode onnx) => onnx.Node("Relu");
}
