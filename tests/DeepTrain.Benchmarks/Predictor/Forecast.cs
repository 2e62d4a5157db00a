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
    public static IEnumerable<TrainabilityScore> Of(IEnumerable<Trial> trials) =>
        Signals(trials).Select(prediction => prediction.Trainability);

    public static IEnumerable<SignalPrediction> Signals(IEnumerable<Trial> trials) =>
        trials.Chunk(100).SelectMany(part => Predict(part).ToArray());

    private static IEnumerable<SignalPrediction> Predict(Trial[] trials)
    {
        Microsoft.CodeAnalysis.Compilation compilation = InMemoryProject.Declare(trials.Select(trial => trial.Source));
        foreach (Trial trial in trials)
        {
            INamedTypeSymbol type = compilation.GetTypeByMetadataName(trial.ClassName)!;
            NetworkSpec spec = NetworkParser.Parse(type, report: null, CancellationToken.None).Spec
                ?? throw new InvalidOperationException($"This declaration is not valid:\n{trial.Source}");
            yield return NetworkPrediction.Of(spec).Signal;
        }
    }
}
