using System.Globalization;
using DeepTrain.Gen.Signal;
using DeepTrain.Gen.Signal.Functions;
using Xunit;

namespace DeepTrain.Gen.Tests.Signal;

public class SignalPredictionTests
{
    [Fact]
    public void Culture_and_repetition_change_no_bit()
    {
        SignalNetwork[] networks = [.. CalibrationNetwork.ReadAll().Where(n => n.Line % 20 == 0).Select(n => n.Network)];
        CultureInfo before = CultureInfo.CurrentCulture;
        double[] first = [.. networks.SelectMany(Numbers)];
        try
        {
            CultureInfo.CurrentCulture = Finnish();
            Assert.Equal(first, networks.Reverse().Select(Numbers).Reverse().SelectMany(x => x));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Networks_are_equal_by_value()
    {
        SignalNetwork Network(int units, double alpha) => new()
        {
            Layers = [Hidden(units, new EluFunction(alpha)), Output(units)],
        };
        Assert.Equal(Network(8, 1), Network(8, 1));
        Assert.Equal(Network(8, 1).GetHashCode(), Network(8, 1).GetHashCode());
        Assert.NotEqual(Network(8, 1), Network(9, 1));
        Assert.NotEqual(Network(8, 1), Network(8, 0.5));
    }

    [Theory]
    [InlineData(300, 1e-30)]
    [InlineData(300, 10)]
    [InlineData(300, 0)]
    public void Absurd_networks_get_numbers_all_the_same(int depth, double variance)
    {
        foreach (string name in NamedFunction.Names)
        {
            SignalLayer hidden = Hidden(1000, NamedFunction.Create(name)) with { FanIn = 1000, WeightVariance = variance };
            SignalNetwork network = new() { Layers = [.. Enumerable.Repeat(hidden, depth), Output(1000)] };
            SignalPrediction prediction = SignalPrediction.Predict(network);
            Assert.All(Numbers(network), x => Assert.True(double.IsFinite(x), $"{name}: {x}"));
            Assert.True(prediction.Trainability.Fails || name is "sigmoid", name);
            Assert.True(double.IsFinite(prediction.InitialLoss), name);
            Assert.All(prediction.LogVariances, v => Assert.True(v >= 0, name));
            Assert.InRange(prediction.DeadShare(depth - 1), 0, 1);
        }
    }

    [Fact]
    public void A_single_layer_is_a_network()
    {
        SignalPrediction prediction = SignalPrediction.Predict(new SignalNetwork
        {
            Layers = [Output(64)],
            Optimizer = new SignalOptimizer { LearningRate = 0.1 },
        });
        Assert.Equal(1, prediction.Trainability.OutputVariance, 1e-12);
        Assert.False(prediction.Trainability.Fails);
        Assert.Empty(prediction.LogVariances);
    }

    [Fact]
    public void The_sensitivity_of_a_convolution_is_the_simulated_one()
    {
        // one dimension, three taps, one cell of padding, df/dz by hand
        const int positions = 40, channels = 6, draws = 400;
        const double variance = 0.1;
        var random = new Random(3);
        double total = 0;
        for (int draw = 0; draw < draws; draw++)
        {
            double[] weights =
                [.. Enumerable.Range(0, 3 * channels).Select(_ => Math.Sqrt(12 * variance) * (random.NextDouble() - 0.5))];
            // f = sum over positions of r(x) z2(x) with random signs r
            double[] signs = [.. Enumerable.Range(0, positions).Select(_ => random.Next(2) * 2.0 - 1)];
            for (int c = 0; c < channels; c++)
            {
                for (int x = 0; x < positions; x++)
                {
                    double slope = 0;
                    for (int tap = -1; tap <= 1; tap++)
                        slope += x + tap is >= 0 and < positions ? signs[x + tap] * weights[3 * c + tap + 1] : 0;
                    total += slope * slope / positions;
                }
            }
        }

        double share = (3.0 * positions - 2) / (3 * positions);
        var first = new SignalLayer { Units = channels * positions, Filters = channels, FanIn = 5, WeightVariance = 1 };
        var second = new SignalLayer
        {
            Units = positions,
            Filters = 1,
            FanIn = 3 * channels,
            TapShare = share,
            WeightVariance = variance,
        };
        SignalPrediction prediction = SignalPrediction.Predict(new SignalNetwork { Layers = [first, second] });
        Assert.Equal(1, total / draws / prediction.Backward[0].Sensitivity, 0.05);
        Assert.Equal(3 * channels, second.WeightCount);
    }

    [Fact]
    public void Average_pooling_spreads_the_gradient_and_keeps_the_mean()
    {
        SignalLayer hidden = Hidden(400, new ReluFunction());
        SignalLayer pooled = hidden with { Pooling = new SignalPooling(4, Averages: true) };
        SignalPrediction without = SignalPrediction.Predict(new SignalNetwork { Layers = [hidden, Output(100)] });
        SignalPrediction with = SignalPrediction.Predict(new SignalNetwork { Layers = [pooled, Output(100)], HasPictures = true });
        Assert.Equal(without.Backward[0].Sensitivity / 4, with.Backward[0].Sensitivity, 1e-12);
        Assert.Equal(Math.Sqrt(0.625), with.Forward[0].PooledDeviation / with.Forward[0].OutputDeviation, 1e-12);
        Assert.True(with.Forward[1].Distance < without.Forward[1].Distance);
    }

    [Fact]
    public void A_negative_bias_kills()
    {
        SignalLayer hidden = Hidden(64, new ReluFunction()) with { FanIn = 64, WeightVariance = 0.01 / 64, BiasMean = -1 };
        SignalPrediction prediction = SignalPrediction.Predict(new SignalNetwork { Layers = [hidden, Output(64)] });
        Assert.Equal(1, prediction.DeadShare(0), 1e-9);
        SignalLayer alive = hidden with { BiasMean = 0 };
        Assert.Equal(0, SignalPrediction.Predict(new SignalNetwork { Layers = [alive, Output(64)] }).DeadShare(0), 1e-9);
    }

    // fi-FI's number signs, which a runtime without culture data has no other way to know
    private static CultureInfo Finnish()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = "\u00a0";
        culture.NumberFormat.NegativeSign = "\u2212";
        return culture;
    }

    private static SignalLayer Hidden(int units, Nonlinearity phi) =>
        new() { Units = units, FanIn = 10, WeightVariance = 0.2, Nonlinearity = phi };

    private static SignalLayer Output(int fanIn) => new() { Units = 10, FanIn = fanIn, WeightVariance = 1.0 / fanIn };

    private static double[] Numbers(SignalNetwork network)
    {
        SignalPrediction prediction = SignalPrediction.Predict(network);
        return
        [
            prediction.Trainability.Score,
            prediction.Trainability.Stability,
            prediction.Trainability.Noise,
            .. prediction.Trainability.WeightGradients,
            .. prediction.Trainability.Rates,
            .. prediction.Forward.Select(f => f.LayerDeviation),
            .. prediction.Forward.Select(f => f.Correlation),
            .. prediction.Backward.Select(b => b.Sensitivity),
            .. prediction.LogVariances,
        ];
    }
}
