using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;
using DeepTrain.Gen.Signal.Functions;

namespace DeepTrain.Gen.Layers.Activations;

/// <summary>
/// Softmax inside a network: the one activation that looks at a whole row. Its code is in <see cref="SoftmaxRows"/>.
/// </summary>
internal sealed record SoftmaxLayer : LayerSpec, IRowwise
{
    public static readonly StepKind<LayerSpec> Step =
        new("Softmax", arguments => new SoftmaxLayer { Name = arguments.Text("Name") });

    public override string Kind => "Softmax";

    public override Shape? Infer(Shape input, out string? problem)
    {
        problem = input.IsFlat ? null : "Softmax needs flat rows";
        return problem is null ? input : null;
    }

    public string Formula => "y_j = exp(x_j - max) / sum exp(x - max)";

    public string Gradient => "g_j = y_j (g_j - sum g y)";

    public void EmitForward(SourceWriter writer, VectorType v, int units, string source, string destination) =>
        SoftmaxRows.EmitForward(writer, v, units, source, destination);

    public void EmitBackward(SourceWriter writer, VectorType v, int units, string output, string gradient) =>
        SoftmaxRows.EmitBackward(writer, v, units, output, gradient);

    public override void Join(SignalNetworkBuilder network) => network.Activate(new SoftmaxFunction(Output.Size));

    public override void Export(OnnxCode onnx) => onnx.Node("Softmax").Int("axis", -1);
}
