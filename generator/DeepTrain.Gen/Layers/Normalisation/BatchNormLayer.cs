using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;

namespace DeepTrain.Gen.Layers.Normalisation;

/// <summary>Batch normalisation per unit. Its code is in <see cref="BatchNormColumns"/>.</summary>
internal sealed record BatchNormLayer(float Momentum, float Epsilon) : NormalisationLayer(Momentum, Epsilon)
{
    public override void Join(SignalNetworkBuilder network) =>
        network.Normalise(new SignalBatchNorm(Epsilon: Epsilon.AsDecimal()));
}
