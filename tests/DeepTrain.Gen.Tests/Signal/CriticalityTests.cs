using DeepTrain.Gen.Signal;
using DeepTrain.Gen.Signal.Functions;
using Xunit;

namespace DeepTrain.Gen.Tests.Signal;

public class CriticalityTests
{
    [Theory]
    [InlineData("linear", 1, 1e-12)]
    [InlineData("relu", 2, 1e-9)]
    [InlineData("prelu", 2 / (1 + 0.0625), 1e-9)]
    [InlineData("tanh", 1, 1e-12)]
    [InlineData("sigmoid", 16, 1e-12)]
    [InlineData("selu", 1, 0.05)]
    [InlineData("gelu", 2.3, 0.1)]
    public void Critical_variances_are_the_known_ones(string name, double expected, double tolerance) =>
        Assert.Equal(expected, Criticality.Variance(NamedFunction.Create(name)), tolerance);

    [Fact]
    public void Maxout_keeps_its_mean_square() =>
        Assert.Equal(1 / MaxoutMoments.Square(4), Criticality.Variance(new MaxoutFunction(4)), 1e-12);

    [Fact]
    public void The_depth_limit_is_where_the_verdict_turns()
    {
        int limit = DepthLimit.Find(depth => Trains(Sigmoids(depth)), 100);
        Assert.InRange(limit, 3, 12);
        Assert.True(Trains(Sigmoids(limit)));
        Assert.False(Trains(Sigmoids(limit + 1)));
        Assert.Equal(3, DepthLimit.Find(_ => true, 3));
        Assert.Equal(0, DepthLimit.Find(_ => false, 3));
    }

    [Fact]
    public void Alpha_dropout_keeps_mean_and_variance_and_adds_noise()
    {
        SignalDropout alpha = new SeluDropout(0.8);
        Assert.Equal(0, alpha.Mean(0), 1e-12);
        Assert.Equal(1, alpha.Square(1, 0), 1e-12);
        // far from the fixed point: variance = square - mean^2 and cross = square - distance - noise hold for any signal
        double cross = alpha.Mean(0.3) * alpha.Mean(0.3);
        Assert.Equal(alpha.Square(0.5, 0.3) - cross, alpha.SharedFactor * (0.5 - 0.09) + alpha.Added(0.5, 0.3), 1e-12);
    }

    [Fact]
    public void Inverted_dropout_keeps_the_mean()
    {
        SignalDropout dropout = new InvertedDropout(0.8);
        Assert.Equal(0.3, dropout.Mean(0.3), 1e-12);
        Assert.Equal(0.5 / 0.8, dropout.Square(0.5, 0.3), 1e-12);
        Assert.Equal(1, dropout.SharedFactor, 1e-12);
        Assert.Equal(1.25, dropout.Sensitivity(1), 1e-12);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(1)]
    public void A_hidden_softmax_has_lognormal_moments(double q)
    {
        const int units = 512, draws = 200;
        var random = new Random(11);
        double square = 0;
        for (int draw = 0; draw < draws; draw++)
        {
            double[] exponentials = [.. Enumerable.Range(0, units).Select(_ => Math.Exp(Math.Sqrt(q) * Normal(random)))];
            double sum = exponentials.Sum();
            square += exponentials.Sum(e => e / sum * (e / sum)) / units / draws;
        }

        UnitMoments moments = new SoftmaxFunction(units).Moments(q, 0);
        Assert.Equal(1, square / moments.Square, 0.03);
        Assert.Equal(1, moments.Mean * units, 1e-12);
        Assert.Equal(moments.Square - 1.0 / units / units, new SoftmaxFunction(units).Distance(q, q, 0).Value, 1e-12);
    }

    [Theory]
    [InlineData(2, 400)]
    [InlineData(16, 100)]
    [InlineData(16, 4000)]
    [InlineData(256, 1000)]
    public void A_softmax_that_is_sure_passes_a_gradient_where_two_units_tie(int units, double q)
    {
        const int draws = 40_000;
        var random = new Random(12);
        double slopes = 0;
        for (int draw = 0; draw < draws; draw++)
        {
            double[] sums = [.. Enumerable.Range(0, units).Select(_ => Math.Sqrt(q) * Normal(random))];
            double most = sums.Max(), total = sums.Sum(z => Math.Exp(z - most));
            slopes += sums.Select(z => Math.Exp(z - most) / total).Sum(y => y * (1 - y) * (y * (1 - y))) / units / draws;
        }

        // the density of the greatest gap at 0 is that of many units
        Assert.InRange(new SoftmaxFunction(units).Moments(q, 0).SlopeSquare / slopes, 0.8, 2.4);
    }

    [Fact]
    public void AdaGrad_slows_down()
    {
        var adam = new SignalOptimizer { IsAdaptive = true };
        Assert.Equal(0.8, adam.Travel(800), 1e-12);
        Assert.Equal(2e-3 * Math.Sqrt(800), (adam with { Accumulates = true }).Travel(800), 1e-12);
    }

    private static bool Trains(SignalNetwork network) => !SignalPrediction.Predict(network).Trainability.Fails;

    private static SignalNetwork Sigmoids(int depth)
    {
        var phi = new SigmoidFunction();
        var hidden = new SignalLayer { Units = 64, FanIn = 64, WeightVariance = 1.0 / 64, Nonlinearity = phi };
        SignalLayer output = hidden with { Units = 10, Nonlinearity = new LinearFunction() };
        return new SignalNetwork
        {
            Layers = [.. Enumerable.Repeat(hidden, depth), output],
            Optimizer = new SignalOptimizer { IsAdaptive = true },
        };
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
