using DeepTrain.Gen.Signal;
using DeepTrain.Gen.Signal.Functions;
using Xunit;

namespace DeepTrain.Gen.Tests.Signal;

public class QuadratureTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(24)]
    [InlineData(48)]
    public void Gauss_Legendre_integrates_polynomials_exactly(int n)
    {
        UnitRule rule = GaussLegendre.Create(n);
        for (int power = 0; power < 2 * n; power++)
        {
            double integral = rule.Points.Zip(rule.Weights, (x, w) => w * Math.Pow(x, power)).Sum();
            Assert.Equal(1.0 / (power + 1), integral, 1e-15);
        }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1e-8, 0.5)]
    [InlineData(30, -2)]
    [InlineData(1e4, 0)]
    [InlineData(1e6, 3)]
    [InlineData(1e-30, 0)]
    public void Gaussian_moments_are_exact(double variance, double mean)
    {
        GaussianRule rule = GaussianRule.Create(variance, mean, GaussLegendre.Fine);
        double scale = variance + mean * mean;
        Assert.Equal(1, rule.Weights.Sum(), 1e-14);
        Assert.Equal(mean, Expect(rule, u => u), 1e-9 * Math.Sqrt(scale));
        Assert.Equal(1, Expect(rule, u => u * u) / scale, 1e-9);
        double fourth = 3 * variance * variance + 6 * variance * mean * mean + mean * mean * mean * mean;
        Assert.Equal(1, Expect(rule, u => u * u * u * u) / fourth, 1e-9);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1)]
    [InlineData(9)]
    public void Exponential_mean_is_the_lognormals(double variance)
    {
        GaussianRule rule = GaussianRule.Create(variance, -0.3, GaussLegendre.Fine);
        Assert.Equal(1, Expect(rule, Math.Exp) / Math.Exp(-0.3 + variance / 2), 1e-8);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(1)]
    [InlineData(1e4)]
    [InlineData(1e10)]
    public void A_bend_much_narrower_than_the_variance_is_still_resolved(double variance)
    {
        // E gelu'(u) = 1/2 by symmetry, E Phi(u)^2 = 1/2 - arctan(1 / sqrt(1 + 2 v)) / pi by Owen's T function
        GaussianRule rule = GaussianRule.Create(variance, 0, GaussLegendre.Fine);
        Assert.Equal(0.5, Expect(rule, new GeluFunction().Derivative), 1e-12);
        double square = Expect(rule, u => Math.Pow(SpecialFunctions.NormalDistribution(u, out _), 2));
        Assert.Equal(0.5 - Math.Atan(1 / Math.Sqrt(1 + 2 * variance)) / Math.PI, square, 1e-10);
    }

    private static double Expect(GaussianRule rule, Func<double, double> f) =>
        rule.Points.Zip(rule.Weights, (u, w) => w * f(u)).Sum();
}
