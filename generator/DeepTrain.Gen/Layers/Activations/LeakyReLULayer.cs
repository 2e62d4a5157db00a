using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;
using DeepTrain.Gen.Signal.Functions;

namespace DeepTrain.Gen.Layers.Activations;

internal sealed record LeakyReLULayer(float Slope) : ActivationLayer
{
    public static readonly StepKind<LayerSpec> Step = new("LeakyReLU", arguments =>
        new LeakyReLULayer(arguments.Float("slope", 0.01f, FloatDomain.Finite)) { Name = arguments.Text("Name") });

    public override string Kind => "LeakyReLU";

    public override Init AutoInit => Init.HeNormal;

    public override ActivationFunction Function => new LeakyReluFunction(Slope.AsDecimal());

    public override Saved Needs => Slope >= 0 ? Saved.Output : Saved.Input;

    public override string Formula => $"x > 0 ? x : {CSharpLiteral.Plain(Slope)} x";

    public override string Derivative => $"1 where x > 0, else {CSharpLiteral.Plain(Slope)}";

    private string SlopeOf(ElementCode code) => code.Constant(Local("Slope"), Slope);

    public override string Forward(ElementCode code, string x) =>
        code.Let(Local(), code.V.Select(code.V.Greater(x, code.Zero), x, $"{x} * {SlopeOf(code)}"));

    public override string Backward(ElementCode code, string gradient, string x, string y) =>
        // with a slope of at least 0 the output has the input's sign
        code.Let(Local("Gradient"), code.V.Select(
            code.V.Greater(Needs == Saved.Output ? y : x, code.Zero), gradient, $"{gradient} * {SlopeOf(code)}"));

    public override void Export(OnnxCode onnx) => onnx.Node("LeakyRelu").Float("alpha", Slope);
}
