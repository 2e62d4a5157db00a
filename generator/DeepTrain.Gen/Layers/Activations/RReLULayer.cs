using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;
using DeepTrain.Gen.Signal.Functions;

namespace DeepTrain.Gen.Layers.Activations;

/// <summary>A leaky ReLU with a slope drawn for each element in training, and the mean slope in inference.</summary>
internal sealed record RReLULayer(float Lower, float Upper) : ActivationLayer, IRandomLayer
{
    public static readonly StepKind<LayerSpec> Step = new("RReLU", Read);

    private float MeanSlope => (float)((Lower + Upper.AsDecimal()) / 2);

    public override string Kind => "RReLU";

    public override Init AutoInit => Init.HeNormal;

    public override ActivationFunction Function => new RandomizedReluFunction(Lower.AsDecimal(), Upper.AsDecimal());

    public override Saved Needs => Saved.Input;

    public override bool IsPure => false;

    public override string Formula =>
        $"x > 0 ? x : a x, a uniform on [{CSharpLiteral.Plain(Lower)}, {CSharpLiteral.Plain(Upper)})";

    public override string Derivative => "1 where x > 0, else the same a";

    public override string Forward(ElementCode code, string x) =>
        code.Let(Local(), code.V.Select(code.V.Greater(x, code.Zero), x, $"{x} * {RandomSlope(code)}"));

    public override string Infer(ElementCode code, string x)
    {
        string mean = code.Constant(Local("MeanSlope"), MeanSlope);
        return code.Let(Local(), code.V.Select(code.V.Greater(x, code.Zero), x, $"{x} * {mean}"));
    }

    public override string Backward(ElementCode code, string gradient, string x, string y) =>
        code.Let(Local("Gradient"), code.V.Select(
            code.V.Greater(x, code.Zero), gradient, $"{gradient} * {RandomSlope(code)}"));

    /// <summary>24 random bits become a slope; drawn again in the backward pass, so nothing is stored.</summary>
    private string RandomSlope(ElementCode code)
    {
        string bits = code.RandomBits(this);
        string lower = code.Constant(Local("Lower"), Lower);
        string range = code.Constant(Local("Range"), (float)((Upper.AsDecimal() - Lower) / (1 << 24)));
        string uniform = $"{code.V.Class}.ConvertToSingle(({bits} >>> 8).AsInt32())";
        return code.Let(Local("Slope"), code.V.Fma(uniform, range, lower));
    }

    private static RReLULayer Read(StepArguments arguments)
    {
        float lower = arguments.Float("lower", 1f / 8, FloatDomain.Finite);
        float upper = arguments.Float("upper", 1f / 3, FloatDomain.Finite);
        bool ordered = lower <= upper;
        arguments.Require(ordered, "upper", StepArguments.CSharp(upper), $"at least lower ({StepArguments.CSharp(lower)})");
        return new RReLULayer(lower, ordered ? upper : lower) { Name = arguments.Text("Name") };
    }

    public override void Export(OnnxCode onnx) => onnx.Node("LeakyRelu").Float("alpha", MeanSlope);
}
