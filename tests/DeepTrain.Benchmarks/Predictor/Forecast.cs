extern alias generator;

using DeepTrain.Benchmarks.Compilation;
using generator::DeepTrain.Gen.Prediction;
using generator::DeepTrain.Gen.Signal;

namespace DeepTrain.Benchmarks.Predictor;

/// <summary>What the compiler predicts of networks from their declarations alone.</summary>
internal static class Forecast
{
    public static IEnumerable<TrainabilityScore> Of(IEnumerable<ITrial> trials) => Of(trials, TrainabilityModel.Judged);

    /// <summary>The same by the formula of the reference implementation, for comparison.</summary>
    public static IEnumerable<TrainabilityScore> OfReference(IEnumerable<ITrial> trials) =>
        Of(trials, TrainabilityModel.Reference);

    /// <summary>All signals, not only the verdict.</summary>
    public static IEnumerable<SignalPrediction> Signals(IEnumerable<ITrial> trials) => Signals(trials, TrainabilityModel.Judged);

    private static IEnumerable<TrainabilityScore> Of(IEnumerable<ITrial> trials, TrainabilityModel model) =>
        Signals(trials, model).Select(signals => signals.Trainability);

    private static IEnumerable<SignalPrediction> Signals(IEnumerable<ITrial> trials, TrainabilityModel model) => trials
        .Chunk(100)
        .SelectMany(Map)
        .Select(network => SignalPrediction.Predict(network, model));

    private static IEnumerable<SignalNetwork> Map(ITrial[] trials)
    {
        Microsoft.CodeAnalysis.Compilation compilation = InMemoryProject.Declare(trials.Select(trial => trial.Source));
        return trials.Select(trial => NetworkPrediction.Map(DeclaredNetwork.Read(compilation, trial.ClassName)));
    }
}
