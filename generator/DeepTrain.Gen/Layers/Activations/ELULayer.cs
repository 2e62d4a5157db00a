using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;
using DeepTrain.Gen.Signal.Functions;

namespace DeepTrain.Gen.Layers.Activations;

internal sealed record ELULayer(float Alpha) : ActivationLayer
{
    public static readonly StepKind<LayerSpec> Step = new("ELU", arguments =>
        new ELULayer(arguments.Float("alpha", 1f, FloatDomain.NonNegative)) { Name = arguments.Text("Name") });

    public override string Kind => "ELU";

    public override Init AutoInit => Init.HeNormal;

    public override ActivationFunction Function => new EluFunction(Alpha.AsDecimal());

    public override Saved Needs => Saved.Output;

    public override string Formula => $"x > 0 ? x : {CSharpLiteral.Plain(Alpha)} (exp(x) - 1)";

    public override string Derivative => $"1 where y > 0, else y + {CSharpLiteral.Plain(Alpha)}";

    private string AlphaOf(ElementCode code) => code.Constant(Local("Alpha"), Alpha);

    public override string Forward(ElementCode code, string x) =>
        code.Let(Local(), code.V.Select(
            code.V.Greater(x, code.Zero), x, $"{AlphaOf(code)} * {code.Math("ExpMinusOne", x)}"));

    public override string Backward(ElementCode code, string gradient, string x, string y) =>
        code.Let(Local("Gradient"), code.V.Select(
            code.V.Greater(y, code.Zero), gradient, $"{gradient} * ({y} + {AlphaOf(code)})"));

    public override void Export(OnnxCode onnx) => onnx.Node("Elu").Float("alpha", Alpha);
}
