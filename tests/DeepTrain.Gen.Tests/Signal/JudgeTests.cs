using DeepTrain.Gen.Signal;
using DeepTrain.Gen.Signal.Functions;

namespace DeepTrain.Gen.Tests.Signal;

/// <summary>The small network that gives the verdict, and what it is shown.</summary>
public class JudgeTests
{
    private const int Reach = 0, NonlinearReach = 1, Bend = 2, Classes = 3;
    private const int Dropping = 8, Width = 9, Depth = 10, Normalised = 11;

    [Fact]
    public void It_computes_one_hidden_layer_of_tanh()
    {
        var judge = new Judge(
            Means: [1, -2], Deviations: [2, 0.5], Hidden: [[0.3, -0.7, 0.1], [1.1, 0.2, -0.4], [0, 2, 0]],
            Output: [1.5, -0.5, 0.25, 0.05]);
        double a = (3 - 1) / 2.0, b = (-1.75 + 2) / 0.5;
        double expected = 1.5 * Math.Tanh(0.3 * a - 0.7 * b + 0.1) - 0.5 * Math.Tanh(1.1 * a + 0.2 * b - 0.4)
            + 0.25 * Math.Tanh(2 * b) + 0.05;
        Assert.Equal(expected, judge.LogOdds([3, -1.75]), 12);
    }

    [Fact]
    public void What_lies_beyond_its_horizon_makes_no_difference()
    {
        var judge = new Judge(Means: [1], Deviations: [2], Hidden: [[0.3, 0]], Output: [1, 0]);
        Assert.Equal(Math.Tanh(0.3 * 3.5), judge.LogOdds([1e9]), 12);
        Assert.Equal(Math.Tanh(-0.3 * 3.5), judge.LogOdds([-1e9]), 12);
        Assert.True(judge.LogOdds([7.9]) < judge.LogOdds([8.1]));
        Assert.Equal(judge.LogOdds([8.1]), judge.LogOdds([1e9]));
    }

    [Fact]
    public void What_never_varied_is_not_looked_at()
    {
        var judge = new Judge(Means: [1], Deviations: [0], Hidden: [[0.3, 0.2]], Output: [1, 0]);
        Assert.Equal(Math.Tanh(0.2), judge.LogOdds([5]), 12);
    }

    [Fact]
    public void Both_judges_take_the_evidence_there_is()
    {
        foreach (Judge judge in new[] { Judges.Adaptive, Judges.Sgd })
        {
            Assert.Equal(Evidence.Count, judge.Means.Length);
            Assert.Equal(Evidence.Count, judge.Deviations.Length);
            Assert.All(judge.Hidden, unit => Assert.Equal(Evidence.Count + 1, unit.Length));
            Assert.Equal(judge.Hidden.Length + 1, judge.Output.Length);
        }
    }

    [Fact]
    public void A_linear_network_has_no_reach_off_a_straight_line()
    {
        double[] linear = Of(Network("identity")), bent = Of(Network("relu"));
        // rounding leaves a little of the second difference
        Assert.True(linear[Bend] < -8, $"{linear[Bend]}");
        Assert.True(linear[NonlinearReach] < linear[Reach] - 8);
        Assert.InRange(bent[Bend], -2, 0);
    }

    [Fact]
    public void Shape_and_dropout_are_told_as_they_are()
    {
        double[] evidence = Of(Network("tanh", new InvertedDropout(0.75), new SignalBatchNorm()));
        Assert.Equal(0.25, evidence[Dropping], 12);
        Assert.Equal(2, evidence[Depth], 12); // log2(1 + 3)
        Assert.Equal(1, evidence[Normalised], 12);
        // the harmonic mean of 32, 64 and 128 against 64
        Assert.Equal(Math.Log2(3 / (1.0 / 32 + 1.0 / 64 + 1.0 / 128) / 64), evidence[Width], 12);
    }

    [Fact]
    public void What_tells_classes_apart_at_the_output_is_told_in_decades()
    {
        SignalPrediction signals = SignalPrediction.Predict(Network("tanh"));
        ForwardSignal output = signals.Forward[^1];
        double expected = Math.Log10((output.Distance - output.ClassDistance) / output.Variance);
        Assert.Equal(expected, Of(Network("tanh"))[Classes], 12);
    }

    [Fact]
    public void All_evidence_is_finite_whatever_the_network()
    {
        foreach (double variance in new[] { 0, 1e-30, 1e-3, 1, 1e3, 1e30 })
        {
            foreach (bool isAdaptive in new[] { true, false })
            {
                SignalNetwork network = Network("relu");
                network = network with
                {
                    Layers = [.. network.Layers.Select(layer => layer with { WeightVariance = variance })],
                    Optimizer = network.Optimizer with { IsAdaptive = isAdaptive },
                };
                Assert.All(Of(network), value => Assert.True(double.IsFinite(value), $"{variance}"));
            }
        }
    }

    private static double[] Of(SignalNetwork network)
    {
        SignalPrediction signals = SignalPrediction.Predict(network);
        return Evidence.Of(network, signals.Forward, signals.Backward, signals.Trainability);
    }

    private static SignalNetwork Network(
        string function, SignalDropout? dropout = null, SignalBatchNorm? batchNorm = null) => new()
    {
        Layers =
        [
            .. new[] { (8, 32), (32, 64), (64, 128) }.Select(shape => new SignalLayer
            {
                FanIn = shape.Item1,
                Units = shape.Item2,
                WeightVariance = 1.0 / shape.Item1,
                Nonlinearity = function == "identity" ? new LinearFunction() : NamedFunction.Create(function),
                Dropout = dropout,
                BatchNorm = batchNorm,
            }),
            new SignalLayer { FanIn = 128, Units = 10, WeightVariance = 1.0 / 128 },
        ],
        Optimizer = new SignalOptimizer { IsAdaptive = true },
    };
}
