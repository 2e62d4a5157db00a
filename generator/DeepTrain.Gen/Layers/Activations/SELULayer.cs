using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;
using DeepTrain.Gen.Signal.Functions;

namespace DeepTrain.Gen.Layers.Activations;

internal sealed record SELULayer : ActivationLayer
{
    public static readonly StepKind<LayerSpec> Step =
        new("SELU", arguments => new SELULayer { Name = arguments.Text("Name") });

    public override string Kind => "SELU";

    public override Init AutoInit => Init.LeCunNormal;

    public override ActivationFunction Function => new SeluFunction();

    public override Saved Needs => Saved.Output;

    public override string Formula => "x > 0 ? 1.0507 x : 1.7581 (exp(x) - 1)";

    public override string Derivative => "1.0507 where y > 0, else y + 1.7581";

    /// <summary>The constants that make mean 0 and variance 1 a fixed point (Klambauer et al. 2017, eq. 14).</summary>
    public const float Lambda = 1.0507009873554805f;

    /// <inheritdoc cref="Lambda"/>
    public const float Alpha = 1.6732632423543772f;

    public override string Forward(ElementCode code, string x) =>
        code.Let(Local(), code.V.Select(
            code.V.Greater(x, code.Zero),
            $"{code.Constant("seluLambda", Lambda)} * {x}",
            $"{code.Constant("seluFloor", Lambda * Alpha)} * {code.Math("ExpMinusOne", x)}"));

    public override string Backward(ElementCode code, string gradient, string x, string y) =>
        code.Let(Local("Gradient"), $"{gradient} * " + code.V.Select(
            code.V.Greater(y, code.Zero),
            code.Constant("seluLambda", Lambda),
            $"{y} + {code.Constant("seluFloor", Lambda * Alpha)}"));

    public override void Export(OnnxCode onnx) => onnx.Node("Selu").Float("alpha", Alpha).Float("gamma", Lambda);
}
