using System.Runtime.Intrinsics;
using DeepTrain.Runtime;

namespace DeepTrain.Tests.Runtime;

public class VectorAcrossTests
{
    [Fact]
    public void The_sum_adds_the_upper_half_to_the_lower_until_one_lane_is_left()
    {
        // Numbers of very different size, so that any other order rounds differently.
        var random = new Random(5);
        int ordersThatMatter = 0;
        for (int round = 0; round < 200; round++)
        {
            float[] lanes =
            [
                .. Enumerable.Range(0, 16).Select(_ => (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(6)))),
            ];

            Assert.Equal(Halving(lanes), VectorMath.SumAcross(Vector512.Create<float>(lanes)));
            Assert.Equal(Halving(lanes[..8]), VectorMath.SumAcross(Vector256.Create<float>(lanes)));
            Assert.Equal(Halving(lanes[..4]), VectorMath.SumAcross(Vector128.Create<float>(lanes)));
            float leftToRight = 0;
            foreach (float lane in lanes)
                leftToRight += lane;
            ordersThatMatter += leftToRight == Halving(lanes) ? 0 : 1;
        }

        Assert.True(ordersThatMatter > 100);

        static float Halving(float[] lanes) => lanes.Length == 1
            ? lanes[0]
            : Halving([.. Enumerable.Range(0, lanes.Length / 2).Select(i => lanes[i] + lanes[i + lanes.Length / 2])]);
    }

    [Fact]
    public void The_maximum_is_found_in_every_lane()
    {
        for (int lane = 0; lane < 16; lane++)
        {
            Assert.Equal(-1f, VectorMath.MaxAcross(Vector512.Create(-2f).WithElement(lane, -1f)));
            if (lane < 8)
                Assert.Equal(-1f, VectorMath.MaxAcross(Vector256.Create(float.NegativeInfinity).WithElement(lane, -1f)));
            if (lane < 4)
                Assert.Equal(-1f, VectorMath.MaxAcross(Vector128.Create(-2f).WithElement(lane, -1f)));
        }
    }
}
