using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;

namespace DeepTrain.Gen.Layers.Normalisation;

/// <summary>Batch normalisation per feature, or per channel of images. Its code is in <see cref="BatchNormColumns"/>.</summary>
internal sealed record BatchNormLayer(float Momentum, float Epsilon) : NormalisationLayer(Momentum, Epsilon)
{
    public override IEnumerable<string> KeptByColumn(bool ofImages) =>
        ofImages ? ["Mean", "InverseStd", "MeanGradient", "Slope"] : ["Mean", "InverseStd"];

    public override IEnumerable<string> SumsOfImages => ["Mean", "Squares", "Sum", "Products"];

    public override void Join(SignalNetworkBuilder network) =>
        network.Normalise(new SignalBatchNorm(Epsilon: Epsilon.AsDecimal()));
}
