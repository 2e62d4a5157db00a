extern alias generator;

using generator::DeepTrain.Gen.Signal;

namespace DeepTrain.Benchmarks.Predictor;

/// <summary>A training from which a judge learns.</summary>
internal sealed record TuningExample(string Task, bool IsAdaptive, double[] Evidence, bool HasFailed)
{
    /// <summary>
    /// Every seed whose networks were looked at while the predictor was made, and how many of each task. No seed that scores
    /// it may be among them.
    /// </summary>
    private static readonly (string Seed, int Mixture, int Spirals, int Digits)[] s_seeds =
    [
        ("tune-1", 400, 200, 200), ("tune-2", 200, 0, 0), ("tune-3", 400, 150, 100), ("score-1", 400, 150, 150),
        ("tune-5", 2400, 900, 900), ("tune-6", 1600, 800, 800), ("tune-7", 0, 1500, 600), ("tune-8", 500, 0, 300),
        ("score-2", 800, 300, 300), ("beyond-1", 320, 120, 160), ("beyond-2", 0, 0, 240), ("beyond-3", 160, 0, 260),
        ("fast-1", 300, 150, 250), ("fast-2", 300, 200, 400), ("fast-sgd-1", 220, 80, 260), ("saturated-1", 150, 80, 150),
    ];

    /// <summary>
    /// Trains all tuning networks, which takes hours unless their outcomes are known, and adds the calibration set.
    /// </summary>
    public static IReadOnlyList<TuningExample> ReadAll()
    {
        var task = new MixtureTask();
        var calibration = CalibrationSet.Read();
        Trial[] trials = [.. calibration.Select((each, i) =>
            new Trial(task, $"Network{i}", each.Settings.Declare($"Network{i}", task), 0))];
        var examples = Of(trials, [.. calibration.Select(each => !(each.Accuracy >= task.Passing))]).ToList();
        foreach ((string seed, int mixture, int spirals, int digits) in s_seeds)
        {
            foreach (LearningTask each in LearningTask.All)
            {
                int count = each is MixtureTask ? mixture : each is SpiralTask ? spirals : digits;
                IReadOnlyList<ScoredNetwork> networks = DrawnNetworks.Train(each, seed, count);
                examples.AddRange(Of(
                    [.. networks.Select(network => network.Trial)], [.. networks.Select(network => network.HasFailed)]));
            }
        }

        return examples;
    }

    private static IEnumerable<TuningExample> Of(IReadOnlyList<Trial> trials, IReadOnlyList<bool> hasFailed) =>
        Forecast.Signals(trials)
            .Select((signals, i) => (Signals: signals, Example: new TuningExample(
                trials[i].Task.Name, signals.Network.Optimizer.IsAdaptive, EvidenceOf(signals), hasFailed[i])))
            .Where(each => TrainabilityModel.NeedsJudge(each.Signals.Trainability))
            .Select(each => each.Example);

    private static double[] EvidenceOf(SignalPrediction signals) => generator::DeepTrain.Gen.Signal.Evidence.Of(
        signals.Network, signals.Forward, signals.Backward, signals.Trainability);
}
