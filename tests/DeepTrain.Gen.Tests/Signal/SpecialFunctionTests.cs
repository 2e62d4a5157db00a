using DeepTrain.Gen.Signal;
using Xunit;

namespace DeepTrain.Gen.Tests.Signal;

public class SpecialFunctionTests
{
    // to 20 digits, from the series in exact arithmetic
    [Theory]
    [InlineData(1e-10, 1.1283791670955126e-10, 0.999999999887162)]
    [InlineData(0.1, 0.1124629160182849, 0.887537083981715)]
    [InlineData(0.46, 0.4846553900016797, 0.5153446099983203)]
    [InlineData(0.47, 0.4937450508860821, 0.5062549491139179)]
    [InlineData(0.9, 0.7969082124228322, 0.20309178757716786)]
    [InlineData(1.5, 0.9661051464753108, 0.033894853524689274)]
    [InlineData(2.5, 0.999593047982555, 0.0004069520174449589)]
    [InlineData(3.9, 0.9999999652077514, 3.4792248597231765e-08)]
    [InlineData(4.1, 0.9999999932999724, 6.700027654084918e-09)]
    [InlineData(5.7, 0.9999999999999992, 7.566211621862486e-16)]
    public void Erf_is_accurate_to_a_few_units_in_the_last_place(double x, double erf, double erfc)
    {
        Assert.Equal(1, SpecialFunctions.Erf(x) / erf, 1e-15);
        Assert.Equal(1, SpecialFunctions.Erfc(x) / erfc, 2e-15);
        Assert.Equal(-SpecialFunctions.Erf(x), SpecialFunctions.Erf(-x));
        Assert.Equal(2 - erfc, SpecialFunctions.Erfc(-x), 1e-15);
        double scaled = x * Math.Sqrt(2);
        Assert.Equal(erfc / 2, SpecialFunctions.NormalDistribution(-scaled, out _), erfc * 1e-14 * (1 + x * x));
        Assert.Equal(1 - erfc / 2, SpecialFunctions.NormalDistribution(scaled, out double density), 1e-15);
        Assert.Equal(Math.Exp(-x * x) / Math.Sqrt(2 * Math.PI), density, 1e-15);
    }

    [Fact]
    public void Erf_ends_at_one()
    {
        Assert.Equal(0, SpecialFunctions.Erf(0));
        Assert.Equal(1, SpecialFunctions.Erf(6.5));
        Assert.Equal(1, SpecialFunctions.Erf(double.PositiveInfinity));
        Assert.Equal(-1, SpecialFunctions.Erf(double.NegativeInfinity));
        Assert.Equal(0, SpecialFunctions.Erfc(30));
        Assert.Equal(2, SpecialFunctions.Erfc(-30));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-300)]
    [InlineData(-1e-12)]
    [InlineData(0.3)]
    [InlineData(-7.5)]
    [InlineData(1e20)]
    public void Asinh_is_the_librarys(double x) =>
        Assert.Equal(Math.Asinh(x), SpecialFunctions.Asinh(x), 1e-15 * Math.Abs(Math.Asinh(x)));

    [Theory]
    [InlineData(-1e-300)]
    [InlineData(-1e-12)]
    [InlineData(-0.01)]
    [InlineData(-0.7)]
    [InlineData(-1)]
    [InlineData(-3.2)]
    [InlineData(-40)]
    public void Exp_minus_1_keeps_its_digits(double x)
    {
        // exp(x) - 1 = 2 exp(x / 2) sinh(x / 2)
        double expected = 2 * Math.Exp(x / 2) * Math.Sinh(x / 2);
        Assert.Equal(1, SpecialFunctions.ExpMinus1(x, out double exp) / expected, 2e-15);
        Assert.Equal(1, exp / Math.Exp(x), 2e-15);
        double logarithm = x < -0.5 ? Math.Log(1 - expected) : -LogSeries(expected);
        Assert.Equal(1, SpecialFunctions.Log1p(-expected) / logarithm, 2e-15);
    }

    // -log(1 - y) for small y
    private static double LogSeries(double y)
    {
        double sum = 0;
        for (int k = 60; k >= 1; k--)
            sum += Math.Pow(y, k) / k;
        return sum;
    }
}
