using DeepTrain.Gen.Signal;
using DeepTrain.Gen.Signal.Functions;
using Xunit;

namespace DeepTrain.Gen.Tests.Signal;

public class MaxoutTests
{
    [Fact]
    public void Squares_are_the_known_order_statistics()
    {
        // Jones 1948
        Assert.Equal(1, MaxoutMoments.Square(1), 1e-12);
        Assert.Equal(1, MaxoutMoments.Square(2), 1e-12);
        Assert.Equal(1 + Math.Sqrt(3) / (2 * Math.PI), MaxoutMoments.Square(3), 1e-12);
        Assert.Equal(1 + Math.Sqrt(3) / Math.PI, MaxoutMoments.Square(4), 1e-12);
        Assert.Equal(1.8000, MaxoutMoments.Square(5), 5e-5);
        Assert.Equal(1 / Math.Sqrt(Math.PI), MaxoutMoments.Power(2, 1, 0, 1), 1e-12);
        Assert.Equal(1.5 / Math.Sqrt(Math.PI), MaxoutMoments.Power(3, 1, 0, 1), 1e-12);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.3)]
    [InlineData(1)]
    [InlineData(1.5)]
    public void Three_pieces_win_by_thirds_of_the_plane(double angle)
    {
        // the differences of three sums are an isotropic pair in the plane, whose phase has a closed density (Middleton
        // 1948)
        double c = Math.Cos(angle), third = 2 * Math.PI / 3, same = 0;
        UnitRule rule = GaussLegendre.Create(200);
        double reach = Math.Asinh(third / angle);
        for (int i = 0; i < rule.Points.Length; i++)
        {
            double t = rule.Points[i] * reach, phase = angle * Math.Sinh(t), jacobian = angle * Math.Cosh(t) * reach;
            double beta = c * Math.Cos(phase), root = Math.Sqrt(1 - beta * beta);
            double density = (1 - c * c) / (2 * Math.PI * (1 - beta * beta))
                * (1 + beta * (Math.PI / 2 + Math.Asin(beta)) / root);
            same += 2 * rule.Weights[i] * jacobian * density * (1 - phase / third);
        }

        Assert.Equal(1 - same, MaxoutMoments.LostWinner(3, angle), 1e-9);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    public void Uncorrelated_inputs_share_only_the_mean(int pieces)
    {
        double variance = MaxoutMoments.Square(pieces) - Math.Pow(MaxoutMoments.Power(pieces, 1, 0, 1), 2);
        PairMoments moments = new MaxoutFunction(pieces).Distance(3, 3, 0);
        Assert.Equal(3 * variance, moments.Value, 1e-8);
        Assert.Equal(1 - 1.0 / pieces, moments.Derivative, 1e-8);
    }

    [Fact]
    public void Two_pieces_are_a_linear_half_and_an_absolute_value()
    {
        // max(a, b) = (a + b) / 2 + |a - b| / 2, and E |u1 u2| is twice the arc-cosine kernel of slope -1
        ArcCosine.Cross(2, 0.4, -1, out double absolute, out _);
        double cross = 0.5 * 0.4 + absolute / 4;
        Assert.Equal(1 - cross, new MaxoutFunction(2).Distance(1, 0.6, 0).Value, 1e-12);
    }

    [Fact]
    public void The_critical_variance_keeps_the_signal()
    {
        const int pieces = 4, width = 64;
        var hidden = new SignalLayer
        {
            Units = width,
            FanIn = width,
            WeightVariance = 1 / (MaxoutMoments.Square(pieces) * width),
            Nonlinearity = new MaxoutFunction(pieces),
        };
        SignalPrediction prediction = SignalPrediction.Predict(new SignalNetwork
        {
            Layers = [.. Enumerable.Repeat(hidden, 12), hidden with { Units = 10, Nonlinearity = new LinearFunction() }],
        });
        Assert.All(prediction.Forward.SkipLast(1), f => Assert.Equal(1, f.Output.Square, 1e-9));
        Assert.Equal(width * width * pieces, hidden.WeightCount);
    }
}
