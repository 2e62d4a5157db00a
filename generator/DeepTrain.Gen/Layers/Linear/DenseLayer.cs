using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Layers.Activations;
using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Layers.Linear;

internal sealed record DenseLayer(int Units) : LinearLayer(Units, Pieces: 1)
{
    public static readonly StepKind<LayerSpec> Step = new("Dense", arguments =>
        ReadCommon(arguments, new DenseLayer(arguments.Int("units", 1, minimum: 1))));

    public override string Kind => "Dense";

    // with no activation, Glorot's uniform: nothing is known of what follows
    protected override LinearLayer ResolveInit(ActivationLayer? activation) =>
        Init == Init.Auto ? this with { Init = activation?.AutoInit ?? Init.GlorotUniform } : this;

    public override void Export(OnnxCode onnx) => onnx.Node("Gemm").Tensor("weight").Tensor("bias").Int("transB", 1);
}
