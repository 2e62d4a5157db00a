using DeepTrain.Gen.Signal;

namespace DeepTrain.Gen.Tests.Signal;

/// <summary>The fitted score: what its terms are for, and that it knows the networks of the calibration set.</summary>
public class TrainabilityModelTests
{
    public static TheoryData<bool> Families => [true, false];

    [Fact]
    public void It_tells_the_calibration_set_at_least_as_well_as_the_reference()
    {
        IReadOnlyList<CalibrationNetwork> networks = CalibrationNetwork.ReadAll();
        Assert.True(Errors(TrainabilityModel.Fitted) <= Errors(TrainabilityModel.Reference));

        int Errors(TrainabilityModel model) =>
            networks.Count(network => SignalPrediction.Predict(network.Network, model).Trainability.Fails != network.Failed);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Wide_layers_train_more_easily(bool isAdaptive) =>
        Assert.True(Excess(Network(isAdaptive, width: 128)) > Excess(Network(isAdaptive, width: 16)) + 1);

    [Theory]
    [MemberData(nameof(Families))]
    public void Sure_guesses_cost_more_than_they_gain(bool isAdaptive) =>
        Assert.True(Excess(Network(isAdaptive, outputVariance: 1e4)) < Excess(Network(isAdaptive)) - 1);

    [Theory]
    [MemberData(nameof(Families))]
    public void Fewer_classes_are_easier(bool isAdaptive) =>
        Assert.True(Excess(Network(isAdaptive, outputs: 2)) > Excess(Network(isAdaptive)) + 0.5);

    [Fact]
    public void Many_inputs_for_a_class_are_easier_with_adaptive_steps() =>
        Assert.True(Excess(Network(isAdaptive: true, inputs: 64)) > Excess(Network(isAdaptive: true, inputs: 8)) + 1);

    [Fact]
    public void Outside_the_measured_widths_nothing_changes()
    {
        Assert.Equal(Excess(Network(true, width: 256)), Excess(Network(true, width: 4096)), 0.05);
        Assert.Equal(Excess(Network(true, width: 16)), Excess(Network(true, width: 8)), 0.05);
    }

    [Fact]
    public void A_network_without_hidden_layers_has_a_score()
    {
        var network = new SignalNetwork
        {
            Layers = [new SignalLayer { Units = 10, FanIn = 64, WeightVariance = 1.0 / 64 }],
            Optimizer = new SignalOptimizer { LearningRate = 0.1 },
        };
        Assert.True(SignalPrediction.Predict(network).Trainability.Score > 2);
    }

    // what the fitted score adds to the decades of distance
    private static double Excess(SignalNetwork network)
    {
        TrainabilityScore score = SignalPrediction.Predict(network).Trainability;
        return score.Score - Math.Log10(score.Distance);
    }

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
