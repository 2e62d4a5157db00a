using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Layers.Normalisation;

/// <summary>Normalisation per feature, or per channel of images, with moving averages: the tensors are the same, whether it learns or is frozen.</summary>
internal abstract record NormalisationLayer(float Momentum, float Epsilon) : LayerSpec
{
    /// <summary>A frozen one is another layer: it treats each element alone.</summary>
    public static readonly StepKind<LayerSpec> Step = new("BatchNorm", arguments =>
    {
        float momentum = arguments.Float("Momentum", 0.1f, FloatDomain.UnitInterval);
        float epsilon = arguments.Float("Epsilon", 1e-5f, FloatDomain.Positive);
        return arguments.Flag("Trainable", true)
            ? arguments.Named(new BatchNormLayer(momentum, epsilon))
            : arguments.Named(new FrozenBatchNormLayer(momentum, epsilon));
    });

    public override string Kind => "BatchNorm";

    public override bool HasParameters => true;

    public override bool WorksByChannel => true;

    public override IEnumerable<ParameterSpec> Parameters =>
    [
        ParameterSpec.Vector("weight", Output.Channels, 1f, Trainable),
        ParameterSpec.Vector("bias", Output.Channels, 0f, Trainable),
        ParameterSpec.Vector("running_mean", Output.Channels, 0f, trainable: false) with { IsAverage = true },
        ParameterSpec.Vector("running_var", Output.Channels, 1f, trainable: false) with { IsAverage = true },
    ];

    public override void Export(OnnxCode onnx) => onnx.Node("BatchNormalization")
        .Tensor("weight").Tensor("bias").Tensor("running_mean").Tensor("running_var").Float("epsilon", Epsilon);
}
