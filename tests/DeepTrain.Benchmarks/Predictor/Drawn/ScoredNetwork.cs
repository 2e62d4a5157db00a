extern alias generator;

using generator::DeepTrain.Gen.Signal;

namespace DeepTrain.Benchmarks.Predictor;

/// <summary>A network with what was predicted and what came.</summary>
internal sealed record ScoredNetwork(Trial Trial, NetworkSettings Settings, TrainabilityScore Prediction, double Accuracy)
{
    public bool HasFailed => !(Accuracy >= Trial.Task.Passing);

    public bool IsToldToFail => Prediction.Fails;

    public double Score => Prediction.Score;

    /// <summary>The score, with what diverges at the lower end.</summary>
    public double Rank => IsToldToFail && Score >= 0 ? -1000 : Score;
}
