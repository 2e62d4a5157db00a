using DeepTrain.Gen.Emission;

namespace DeepTrain.Gen.Layers.Normalisation;

/// <summary>
/// Batch norm with <c>Trainable = false</c>: its moving averages in training as in inference, so that it is a line for each
/// unit. To signals it is what it is before anything has been loaded: nothing.
/// </summary>
internal sealed record FrozenBatchNormLayer(float Momentum, float Epsilon) : NormalisationLayer(Momentum, Epsilon), IElementwise
{
    public Saved Needs => Saved.None;

    public bool IsPure => false;

    public string Formula => "gamma (x - mean) / sqrt(var + eps) + beta, mean and var the moving averages";

    public string Derivative => "gamma / sqrt(var + eps)";

    public string Forward(ElementCode code, string x) => BatchNormColumns.EmitInfer(code, this, x);

    public string Infer(ElementCode code, string x) => BatchNormColumns.EmitInfer(code, this, x);

    public string Backward(ElementCode code, string gradient, string x, string y) =>
        code.Let(LocalName("Gradient"), $"{gradient} * {BatchNormColumns.FrozenScale(code, this)}");
}
