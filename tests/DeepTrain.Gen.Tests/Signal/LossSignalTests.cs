using DeepTrain.Gen.Signal;
using Xunit;

namespace DeepTrain.Gen.Tests.Signal;

public class LossSignalTests
{
    [Fact]
    public void Softmax_starts_at_ln_K_and_grows_with_the_logits()
    {
        var loss = new SoftmaxLossSignal();
        Assert.Equal(Math.Log(10), loss.Initial(0, 10), 1e-12);
        // ln K + q/2 (1 - 1/K) for small logits
        Assert.Equal(Math.Log(10) + 0.5e-3 * 0.9, loss.Initial(1e-3, 10), 1e-6);
        // the largest of ten for large ones
        Assert.Equal(MaxoutMoments.Power(10, 1, 0, 1), loss.Initial(1e8, 10) / 1e4, 1e-5);
        // two classes: E softplus(N(0, 2 q))
        Assert.Equal(new BinaryLossSignal().Initial(2 * 3, 1), loss.Initial(3, 2), 1e-8);
    }

    [Fact]
    public void Predicted_initial_loss_is_the_measured_one()
    {
        // without dropout; one draw of the weights each, so the middle of the ratios is what can be predicted
        double[] ratios =
        [
            .. CalibrationNetwork.ReadAll()
                .Where(n => n.Network.Layers[0].Dropout is null && double.IsFinite(n.MeasuredLoss))
                .Select(n => n.MeasuredLoss / SignalPrediction.Predict(n.Network).InitialLoss)
                .Order(),
        ];
        Assert.InRange(ratios[ratios.Length / 2], 0.97, 1.03);
        Assert.True(ratios.Count(r => r is > 0.8 and < 1.25) > 0.8 * ratios.Length);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0.3, 2)]
    [InlineData(5, 100)]
    public void Huber_lies_between_squared_and_absolute(double delta, double q)
    {
        var huber = new HuberLossSignal(delta);
        double squared = new SquaredLossSignal().Initial(q, 4) / 2;
        double absolute = delta * new AbsoluteLossSignal().Initial(q, 4);
        Assert.InRange(huber.Initial(q, 4), 0, Math.Min(squared, absolute));
        Assert.InRange(huber.ErrorSquare(q, 4), 0, Math.Min((q + 1) / 4, delta * delta / 4));
        Assert.Equal((q + 1) / 4, new HuberLossSignal(1e3).ErrorSquare(q, 4), 1e-9);
        Assert.Equal((q + 1) / 2, new HuberLossSignal(1e3).Initial(q, 4), 1e-9);
    }

    /// <summary>By simulation: the difference of an output ~ N(0, q) and a target ~ N(mean, deviation^2).</summary>
    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(3, 0.5, 1)]
    [InlineData(-20, 4, 0.1)]
    public void Losses_of_declared_targets_are_the_means_of_many(double mean, double deviation, double q)
    {
        const int draws = 400_000;
        var random = new Random(3);
        var targets = new TargetMoments(mean, deviation);
        (LossSignal Loss, Func<double, double> Of)[] losses =
        [
            (new SquaredLossSignal().For(targets), r => r * r),
            (new AbsoluteLossSignal().For(targets), Math.Abs),
            (new HuberLossSignal(1.5).For(targets), r => Math.Abs(r) < 1.5 ? r * r / 2 : 1.5 * (Math.Abs(r) - 0.75)),
        ];
        var sums = new double[losses.Length];
        var ignorant = new double[losses.Length];
        for (int draw = 0; draw < draws; draw++)
        {
            double target = deviation * Normal(random), output = Math.Sqrt(q) * Normal(random);
            for (int i = 0; i < losses.Length; i++)
            {
                sums[i] += losses[i].Of(output - target - mean);
                ignorant[i] += losses[i].Of(target);
            }
        }

        for (int i = 0; i < losses.Length; i++)
        {
            Assert.Equal(1, losses[i].Loss.Initial(q, 1) / (sums[i] / draws), 0.01);
            Assert.Equal(1, losses[i].Loss.Ignorance(1) / (ignorant[i] / draws), 0.01);
        }
    }

    [Fact]
    public void Binary_error_goes_from_a_quarter_to_a_half()
    {
        Assert.Equal(0.25, new BinaryLossSignal().ErrorSquare(0, 1), 1e-12);
        Assert.Equal(0.5, new BinaryLossSignal().ErrorSquare(1e12, 1), 1e-5);
    }

    [Theory]
    [InlineData(3, 0.5)]
    [InlineData(10, 2)]
    [InlineData(10, 480)]
    [InlineData(100, 6)]
    public void The_exact_softmax_error_is_that_of_a_simulation(int classes, double q)
    {
        const int draws = 20_000;
        var random = new Random(11);
        double total = 0;
        for (int draw = 0; draw < draws; draw++)
        {
            double[] powers = [.. Enumerable.Range(0, classes).Select(_ => Math.Exp(Math.Sqrt(q) * Normal(random)))];
            double sum = powers.Sum();
            int label = random.Next(classes);
            total += powers.Select((power, k) => power / sum - (k == label ? 1 : 0)).Sum(error => error * error) / draws;
        }

        Assert.Equal(1, new SoftmaxLossSignal().ExactErrorSquare(q, classes) / total, 0.015);
    }

    [Fact]
    public void The_exact_softmax_error_has_its_limits()
    {
        var loss = new SoftmaxLossSignal();
        Assert.Equal(0.9, loss.ExactErrorSquare(0, 10), 1e-12);
        // sum p^2 = 1/K + q (K - 1) / K^2 for small logits
        Assert.Equal(0.9 + 1e-4 * 0.09, loss.ExactErrorSquare(1e-4, 10), 1e-7);
        // one certain guess, which one label in ten confirms
        Assert.Equal(1.8, loss.ExactErrorSquare(1e8, 10), 1e-3);
        Assert.Equal(1.8, loss.ExactErrorSquare(1e30, 10), 2e-2);
        // two classes: both outputs have the binary error of logits N(0, 2 q)
        Assert.Equal(2 * new BinaryLossSignal().ErrorSquare(2 * 3, 1), loss.ExactErrorSquare(3, 2), 1e-8);
    }

    // Box and Muller 1958
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
