using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;

namespace DeepTrain.Gen.Layers.Normalisation;

/// <summary>Batch normalisation per feature, or per channel of images. Its code is in <see cref="BatchNormColumns"/>.</summary>
internal sealed record BatchNormLayer(float Momentum, float Epsilon) : LayerSpec
{
    public static readonly StepKind<LayerSpec> Step = new("BatchNorm", arguments =>
        new BatchNormLayer(
            arguments.Float("Momentum", 0.1f, FloatDomain.UnitInterval),
            arguments.Float("Epsilon", 1e-5f, FloatDomain.Positive))
        {
            Name = arguments.Text("Name"),
        });

    public override string Kind => "BatchNorm";

    public override IEnumerable<ParameterSpec> Parameters =>
    [
        ParameterSpec.Vector("weight", Output.Channels, 1f),
        ParameterSpec.Vector("bias", Output.Channels, 0f),
        ParameterSpec.Vector("running_mean", Output.Channels, 0f, trainable: false),
        ParameterSpec.Vector("running_var", Output.Channels, 1f, trainable: false),
    ];

    public override bool WorksByChannel => true;

    public override IEnumerable<string> KeptByColumn(bool ofImages) =>
        ofImages ? ["Mean", "InverseStd", "MeanGradient", "Slope"] : ["Mean", "InverseStd"];

    public override IEnumerable<string> SumsOfImages => ["Mean", "Squares", "Sum", "Products"];

    public override void Join(SignalNetworkBuilder network) =>
        network.Normalise(new SignalBatchNorm(Epsilon: Epsilon.AsDecimal()));
}
