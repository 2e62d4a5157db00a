using DeepTrain.Gen.Signal;

namespace DeepTrain.Gen.Tests.Signal;

/// <summary>The score that judges give: that it knows the networks of the calibration set, and others that anyone knows.</summary>
public class TrainabilityModelTests
{
    public static TheoryData<bool> Families => [true, false];

    [Fact]
    public void It_tells_the_calibration_set_at_least_as_well_as_the_reference()
    {
        IReadOnlyList<CalibrationNetwork> networks = CalibrationNetwork.ReadAll();
        Assert.True(Errors(TrainabilityModel.Judged) <= Errors(TrainabilityModel.Reference));

        int Errors(TrainabilityModel model) =>
            networks.Count(network => SignalPrediction.Predict(network.Network, model).Trainability.Fails != network.Failed);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Wide_layers_train_more_easily(bool isAdaptive) =>
        Assert.True(Score(Network(isAdaptive, width: 128)) > Score(Network(isAdaptive, width: 16)));

    [Theory]
    [MemberData(nameof(Families))]
    public void Being_sure_of_guesses_is_a_burden(bool isAdaptive) =>
        Assert.True(Score(Network(isAdaptive, outputVariance: 1e4)) < Score(Network(isAdaptive)));

    [Theory]
    [MemberData(nameof(Families))]
    public void Widths_beyond_those_of_the_bench_are_known(bool isAdaptive)
    {
        Assert.True(Score(Network(isAdaptive, width: 512)) > 2);
        Assert.True(Score(Network(isAdaptive, width: 1024)) > 2);
        Assert.True(Score(Network(isAdaptive, width: 4096)) > 0);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_network_without_hidden_layers_trains(bool isAdaptive)
    {
        var network = new SignalNetwork
        {
            Layers = [new SignalLayer { Units = 10, FanIn = 64, WeightVariance = 1.0 / 64 }],
            Optimizer = new SignalOptimizer { IsAdaptive = isAdaptive, LearningRate = isAdaptive ? 1e-3 : 0.01 },
        };
        Assert.True(Score(network) > 2);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Where_nothing_moves_no_judge_is_asked(bool isAdaptive)
    {
        SignalNetwork network = Network(isAdaptive);
        network = network with { Layers = [.. network.Layers.Select(layer => layer with { WeightVariance = 0 })] };
        Assert.True(Score(network) < -12);
    }

    private static double Score(SignalNetwork network) => SignalPrediction.Predict(network).Trainability.Score;

    private static SignalNetwork Network(
        bool isAdaptive, int width = 64, int inputs = 8, int outputs = 10, double outputVariance = 1)
    {
        SignalLayer[] hidden = [.. Enumerable.Range(0, 3).Select(i => new SignalLayer
        {
            Units = width,
            FanIn = i == 0 ? inputs : width,
            WeightVariance = 2.0 / (i == 0 ? inputs : width),
            Nonlinearity = NamedFunction.Create("relu"),
        })];
        return new SignalNetwork
        {
            Layers =
            [
                .. hidden, new SignalLayer { Units = outputs, FanIn = width, WeightVariance = outputVariance / width },
            ],
            Outputs = outputs,
            Optimizer = new SignalOptimizer { IsAdaptive = isAdaptive, LearningRate = isAdaptive ? 1e-3 : 0.01 },
        };
    }
}
