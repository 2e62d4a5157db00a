using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;
using DeepTrain.Gen.Signal;

namespace DeepTrain.Gen.Layers.Normalisation;

/// <summary>Batch normalisation per feature, or per channel of images. Its code is in <see cref="BatchNormColumns"/>.</summary>
internal sealed record BatchNormLayer(float Momentum, float Epsilon) : NormalisationLayer(Momentum, Epsilon), INormaliser
{
    public override IEnumerable<string> KeptByColumn(bool ofImages) =>
        ofImages ? ["Mean", "InverseStd", "MeanGradient", "Slope"] : ["Mean", "InverseStd"];

    public override IEnumerable<string> SumsOfImages => ["Mean", "Squares", "Sum", "Products"];

    public string Formula => BatchNormColumns.Formula;

    public string Derivative => BatchNormColumns.Derivative;

    public IEnumerable<string> EmitStatistics(ElementCode code, ValueBuffer input) => BatchNormColumns.EmitStatistics(code, this, input);

    public IEnumerable<string> EmitStatisticsOfImage(ElementCode code, ValueBuffer input) =>
        BatchNormColumns.EmitStatisticsOfImage(code, this, input);

    public IEnumerable<string> EmitMerge(ElementCode code, int places) => BatchNormColumns.EmitMerge(code, this, places);

    public string EmitForward(ElementCode code, string x) => BatchNormColumns.EmitForward(code, this, x);

    public string EmitInfer(ElementCode code, string x) => BatchNormColumns.EmitInfer(code, this, x);

    public void EmitSums(ElementCode code, string gradient, string x) => BatchNormColumns.EmitSums(code, this, gradient, x);

    public IEnumerable<string> EmitMergeOfSums(ElementCode code, int places) => BatchNormColumns.EmitMergeOfSums(code, this, places);

    public IEnumerable<string> EmitMeans(ElementCode code) => BatchNormColumns.EmitMeans(code, this);

    public string EmitBackward(ElementCode code, string gradient, string x) => BatchNormColumns.EmitBackward(code, this, gradient, x);

    public override void Join(SignalNetworkBuilder network) =>
        network.Normalise(new SignalBatchNorm(Epsilon: Epsilon.AsDecimal()));
}
