using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;
using DeepTrain.Gen.Signal.Functions;

namespace DeepTrain.Gen.Layers.Activations;

/// <summary>The exact GELU, with the normal distribution function Phi(x) = (1 + erf(x / sqrt 2)) / 2.</summary>
internal sealed record GELULayer : ActivationLayer
{
    public static readonly StepKind<LayerSpec> Step =
        new("GELU", arguments => new GELULayer { Name = arguments.Text("Name") });

    private const float RootHalf = 0.70710678f;

    public override string Kind => "GELU";

    public override Init AutoInit => Init.HeNormal;

    public override ActivationFunction Function => new GeluFunction();

    public override Saved Needs => Saved.Input;

    public override string Formula => "x Phi(x)";

    public override string Derivative => "Phi(x) + x phi(x), phi the normal density";

    public override string Forward(ElementCode code, string x) =>
        code.Let(Local(), $"{x} * {Distribution(code, x)}");

    public override string Backward(ElementCode code, string gradient, string x, string y) =>
        code.Let(Local("Gradient"), $"{gradient} * {code.V.Fma(x, code.Math("NormalDensity", x), Distribution(code, x))}");

    private string Distribution(ElementCode code, string x)
    {
        string half = code.Constant("half", 0.5f);
        string scaled = $"{x} * {code.Constant("rootHalf", RootHalf)}";
        return code.Let(Local("Distribution"), code.V.Fma(half, code.Math("Erf", scaled), half));
    }

    // opset 13 has no Gelu: x (1 + erf(x / sqrt 2)) / 2
    public override void Export(OnnxCode onnx) => onnx
        .Node("Mul").Number(RootHalf).Node("Erf").Node("Add").Number(1f).Node("Mul").LayerInput().Node("Mul").Number(0.5f);
}
