using System.Runtime.Intrinsics;
using DeepTrain.Runtime;

namespace DeepTrain.Tests.Runtime;

/// <summary>What is too small to matter becomes 0; what matters stays as it is.</summary>
public sealed class FlushTests
{
    public static TheoryData<float, float> Numbers => new()
    {
        { 0f, 0f }, { 1f, 1f }, { -1f, -1f }, { 1e-20f, 1e-20f }, { -1e-20f, -1e-20f }, { 1e-30f, 0f }, { -1e-30f, 0f },
        { MathF.BitDecrement(1e-30f), 0f }, { -MathF.BitDecrement(1e-30f), 0f }, { 1e-37f, 0f },
        { float.Epsilon, 0f }, { -float.Epsilon, 0f }, { float.MaxValue, float.MaxValue },
        { float.PositiveInfinity, float.PositiveInfinity }, { float.NegativeInfinity, float.NegativeInfinity },
        { float.NaN, float.NaN },
    };

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Magnitudes_up_to_1e_30_become_zero(float number, float expected)
    {
        Assert.Equal(Vector512.Create(expected), VectorMath.FlushToZero(Vector512.Create(number)));
        Assert.Equal(Vector256.Create(expected), VectorMath.FlushToZero(Vector256.Create(number)));
        Assert.Equal(Vector128.Create(expected), VectorMath.FlushToZero(Vector128.Create(number)));
        if (number < 0)
            return;
        Assert.Equal(Vector512.Create(expected), VectorMath.FlushSquareToZero(Vector512.Create(number)));
        Assert.Equal(Vector256.Create(expected), VectorMath.FlushSquareToZero(Vector256.Create(number)));
        Assert.Equal(Vector128.Create(expected), VectorMath.FlushSquareToZero(Vector128.Create(number)));
    }

    /// <summary>Between what vanishes and what stays no result is subnormal, and none is off by more than the bound.</summary>
    [Fact]
    public void Nothing_becomes_subnormal_on_its_way_to_zero()
    {
        for (float number = 1e-30f; number < 1e-20f; number *= 1.0001f)
        {
            foreach (float x in new[] { number, -number, MathF.BitIncrement(1e-30f) })
            {
                float flushed = VectorMath.FlushToZero(Vector256.Create(x)).ToScalar();
                Assert.False(float.IsSubnormal(flushed), $"{x} became {flushed}");
                Assert.InRange(Math.Abs((double)flushed - x), 0, 1.0001e-30 + Math.Abs(x) * 6e-8);
                Assert.True(flushed * x >= 0);
            }
        }
    }

    /// <summary>A moment whose gradient is gone ends as 0, from whichever side, and not as the last number that is kept.</summary>
    [Theory]
    [InlineData(0.9f)]
    [InlineData(0.999f)]
    [InlineData(0.5f)]
    public void What_decays_ends_at_zero(float kept)
    {
        Vector512<float> mean = Vector512.Create(-1f).WithElement(2, 1e-10f), square = Vector512.Create(1f);
        for (int step = 0; step < 120_000; step++)
        {
            mean = VectorMath.FlushToZero(mean * kept);
            square = VectorMath.FlushSquareToZero(square * kept);
        }

        Assert.Equal(Vector512<float>.Zero, mean);
        Assert.Equal(Vector512<float>.Zero, square);
    }

    [Fact]
    public void Squares_have_the_bound_that_is_asked_for()
    {
        const float bound = 1.17549435e-38f;
        foreach ((float number, float expected) in new[] { (bound, 0f), (MathF.BitDecrement(bound), 0f), (1e-30f, 1e-30f), (float.NaN, float.NaN) })
        {
            Assert.Equal(Vector512.Create(expected), VectorMath.FlushSquareToZero(Vector512.Create(number), bound));
            Assert.Equal(Vector256.Create(expected), VectorMath.FlushSquareToZero(Vector256.Create(number), bound));
        }
    }

    [Fact]
    public void Lanes_are_looked_at_one_by_one()
    {
        Vector512<float> x = Vector512.Create(2f).WithElement(3, 1e-31f).WithElement(14, -1e-38f);
        Vector512<float> expected = Vector512.Create(2f).WithElement(3, 0f).WithElement(14, 0f);
        Assert.Equal(expected, VectorMath.FlushToZero(x));
        Assert.Equal(expected.GetLower(), VectorMath.FlushToZero(x.GetLower()));
    }
}
