using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;
using DeepTrain.Gen.Signal.Functions;

namespace DeepTrain.Gen.Layers.Activations;

internal sealed record SwishLayer : ActivationLayer
{
    public static readonly StepKind<LayerSpec> Step =
        new("Swish", arguments => new SwishLayer { Name = arguments.Text("Name") });

    public override string Kind => "Swish";

    public override Init AutoInit => Init.HeNormal;

    public override ActivationFunction Function => new SwishFunction();

    public override Saved Needs => Saved.Input;

    public override string Formula => "x sigmoid(x)";

    public override string Derivative => "s (1 + x (1 - s)) with s = sigmoid(x)";

    public override string Forward(ElementCode code, string x) => code.Let(Local(), $"{x} * {code.Math("Sigmoid", x)}");

    public override string Backward(ElementCode code, string gradient, string x, string y)
    {
        string one = code.Constant("one", 1f);
        string sigmoid = code.Let(Local("Sigmoid"), code.Math("SigmoidOrZero", x));
        return code.Let(Local("Gradient"), $"{gradient} * {sigmoid} * {code.V.Fma(x, $"{one} - {sigmoid}", one)}");
    }

    public override void Export(OnnxCode onnx) => onnx.Node("Sigmoid").Node("Mul").LayerInput();
}
