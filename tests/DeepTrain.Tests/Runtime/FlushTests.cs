using System.Runtime.Intrinsics;
using DeepTrain.Runtime;

namespace DeepTrain.Tests.Runtime;

/// <summary>What is too small to matter becomes 0; everything else stays as it is.</summary>
public sealed class FlushTests
{
    public static TheoryData<float, float> Numbers => new()
    {
        { 0f, 0f }, { 1f, 1f }, { -1f, -1f }, { 1e-29f, 1e-29f }, { -1e-29f, -1e-29f }, { 1e-30f, 1e-30f },
        { -1e-30f, -1e-30f }, { MathF.BitDecrement(1e-30f), 0f }, { -MathF.BitDecrement(1e-30f), 0f }, { 1e-37f, 0f },
        { float.Epsilon, 0f }, { -float.Epsilon, 0f }, { float.MaxValue, float.MaxValue },
        { float.PositiveInfinity, float.PositiveInfinity }, { float.NegativeInfinity, float.NegativeInfinity },
        { float.NaN, float.NaN },
    };

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Magnitudes_below_1e_30_become_zero(float number, float expected)
    {
        Assert.Equal(Vector512.Create(expected), VectorMath.FlushToZero(Vector512.Create(number)));
        Assert.Equal(Vector256.Create(expected), VectorMath.FlushToZero(Vector256.Create(number)));
        if (!(number >= 0))
            return;
        Assert.Equal(Vector512.Create(expected), VectorMath.FlushSquareToZero(Vector512.Create(number)));
        Assert.Equal(Vector256.Create(expected), VectorMath.FlushSquareToZero(Vector256.Create(number)));
    }

    [Fact]
    public void Squares_have_the_bound_that_is_asked_for()
    {
        const float bound = 1.17549435e-38f;
        foreach (float number in new[] { bound, 1e-35f, MathF.BitDecrement(bound), float.NaN })
        {
            float expected = number < bound ? 0 : number;
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
