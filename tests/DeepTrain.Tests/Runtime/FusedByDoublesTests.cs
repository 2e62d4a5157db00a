using System.Runtime.Intrinsics;
using DeepTrain.Runtime;

namespace DeepTrain.Tests.Runtime;

/// <summary>The multiply-add for machines that have none rounds once, as the base library's does.</summary>
public sealed class FusedByDoublesTests
{
    [Fact]
    public void Any_numbers_give_the_bits_of_a_fused_multiply_add()
    {
        var random = new Random(11);
        for (int round = 0; round < 200_000; round++)
        {
            // of any exponent, so that sums overflow, vanish and become subnormal; and of like ones, so that they cancel
            bool any = round % 2 == 0;
            Check(Draw(any), Draw(any), Draw(any));
        }

        float Draw(bool any) => any
            ? BitConverter.UInt32BitsToSingle((uint)random.NextInt64(1L << 32))
            : (float)((random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-3, 3)));
    }

    /// <summary>Sums a hair beside the middle between two floats, which a rounding to double would put upon it.</summary>
    [Fact]
    public void Sums_beside_the_middle_between_two_floats_are_rounded_once()
    {
        var random = new Random(12);
        int roundedTwice = 0;
        for (int round = 0; round < 20_000; round++)
        {
            // a * b is half a unit of c, or so little more or less that a double does not hold it beside c
            float sign = random.Next(2) == 0 ? 1 : -1;
            float c = sign * MathF.ScaleB(1 + random.Next(1 << 23) * MathF.ScaleB(1, -23), random.Next(-20, 20));
            float unit = MathF.BitIncrement(MathF.Abs(c)) - MathF.Abs(c);
            float hair = MathF.ScaleB(1, -random.Next(12, 23)), b = unit * 0.5f * (1 + random.Next(-1, 2) * hair);
            foreach (float a in new[] { 1f, -1f, 1 + hair, 1 - hair, -1 - hair })
            {
                Check(a, b, c);
                roundedTwice += (float)((double)a * b + c) == MathF.FusedMultiplyAdd(a, b, c) ? 0 : 1;
            }
        }

        Assert.True(roundedTwice > 100, $"{roundedTwice} would have been rounded twice");
    }

    [Fact]
    public void What_is_no_number_stays_so()
    {
        float[] special = [0f, -0f, 1f, -1f, float.Epsilon, float.MaxValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN];
        foreach (float a in special)
        {
            foreach (float b in special)
            {
                foreach (float c in special)
                    Check(a, b, c);
            }
        }
    }

    private static void Check(float a, float b, float c)
    {
        float expected = MathF.FusedMultiplyAdd(a, b, c);
        Vector128<float> all = FusedByDoubles.MultiplyAdd(
            Vector128.Create(1f, a, 2f, a), Vector128.Create(1f, b, 3f, b), Vector128.Create(0.5f, c, 4f, c));
        foreach (int lane in new[] { 1, 3 })
        {
            Assert.True(
                float.IsNaN(expected) ? float.IsNaN(all[lane]) : BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(all[lane]),
                $"{a:R} * {b:R} + {c:R} is {expected:R}, not {all[lane]:R}");
        }

        Assert.Equal((1.5f, 10f), (all[0], all[2]));
    }
}
