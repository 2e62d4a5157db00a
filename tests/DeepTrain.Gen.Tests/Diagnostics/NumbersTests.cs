using DeepTrain.Gen.Diagnostics;
using DeepTrain.Gen.Text;

namespace DeepTrain.Gen.Tests.Diagnostics;

/// <summary>What messages say where a prediction has no number, or none of a size.</summary>
public class NumbersTests
{
    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(double.NaN, "an unknown number")]
    [InlineData(double.PositiveInfinity, "more than 1e38")]
    [InlineData(double.NegativeInfinity, "less than -1e38")]
    [InlineData(-1e-320, "-1e-320")]
    [InlineData(0.00123, "0.00123")]
    [InlineData(1234.5, "1230")]
    public void A_number_is_never_a_riddle(double value, string expected) => Assert.Equal(expected, Numbers.Of(value));

    [Fact]
    public void A_negative_zero_is_zero()
    {
        Assert.Equal("0", Numbers.Of(-0.0));
        Assert.Equal("0%", Numbers.Percent(-0.0));
        Assert.Equal("0", CSharpLiteral.ThreeDigits(-0.0));
    }

    [Theory]
    [InlineData(-1e-17, "0%")]
    [InlineData(double.NaN, "an unknown share")]
    [InlineData(0.9995, "99.95%")]
    public void Nor_is_a_share(double share, string expected) => Assert.Equal(expected, Numbers.Percent(share));

    [Theory]
    [InlineData(double.NaN, "?")]
    [InlineData(double.PositiveInfinity, "over 1e308")]
    public void Nor_what_stands_in_the_table_above_a_class(double value, string expected) =>
        Assert.Equal(expected, CSharpLiteral.ThreeDigits(value));
}
