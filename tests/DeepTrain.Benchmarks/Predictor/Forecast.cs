extern alias generator;

using DeepTrain.Benchmarks.Compilation;
using generator::DeepTrain.Gen.Declarations;
using generator::DeepTrain.Gen.Model;
using generator::DeepTrain.Gen.Signal;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Benchmarks.Predictor;

/// <summary>What the compiler predicts of networks from their declarations alone.</summary>
internal static class Forecast
{
    public static IEnumerable<TrainabilityScore> Of(IEnumerable<Trial> trials) => Of(trials, TrainabilityModel.Judged);

    /// <summary>The same by the formula of the reference implementation, for comparison.</summary>
    public static IEnumerable<TrainabilityScore> OfReference(IEnumerable<Trial> trials) =>
        Of(trials, TrainabilityModel.Reference);

    /// <summary>All signals, not only the verdict.</summary>
    public static IEnumerable<SignalPrediction> Signals(IEnumerable<Trial> trials) => Signals(trials, TrainabilityModel.Judged);

    private static IEnumerable<TrainabilityScore> Of(IEnumerable<Trial> trials, TrainabilityModel model) =>
        Signals(trials, model).Select(signals => signals.Trainability);

    private static IEnumerable<SignalPrediction> Signals(IEnumerable<Trial> trials, TrainabilityModel model) => trials
        .Chunk(100)
        .SelectMany(part => Map(part).ToArray())
        .Select(network => SignalPrediction.Predict(network, model));

    private static IEnumerable<SignalNetwork> Map(Trial[] trials)
    {
        Microsoft.CodeAnalysis.Compilation compilation = InMemoryProject.Declare(trials.Select(trial => trial.Source));
        foreach (Trial trial in trials)
        {
            INamedTypeSymbol type = compilation.GetTypeByMetadataName(trial.ClassName)!;
            NetworkSpec spec = NetworkParser.Parse(type, report: null, CancellationToken.None).Spec
                ?? throw new InvalidOperationException($"This declaration is not valid:\n{trial.Source}");
            yield return NetworkPrediction.Map(spec);
        }
    }
}
