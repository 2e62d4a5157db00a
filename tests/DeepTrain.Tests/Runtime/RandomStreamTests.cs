using DeepTrain.Runtime;

namespace DeepTrain.Tests.Runtime;

public class RandomStreamTests
{
    private const int Count = 100_000;

    // The first outputs of SplitMix64 from state 0, as in the authors' reference implementation.
    [Fact]
    public void Mixes_as_SplitMix64_does()
    {
        Assert.Equal(0xe220a8397b1dcdafUL, RandomStream.Mix(0));
        Assert.Equal(0x6e789e6aa1b965f4UL, RandomStream.Mix(0x9e3779b97f4a7c15));
    }

    [Theory]
    [InlineData(0UL, 0)]
    [InlineData(0UL, 1)]
    [InlineData(12345UL, 7)]
    public void Normal_numbers_have_the_moments_of_a_normal_distribution(ulong seed, int stream)
    {
        var random = new RandomStream(seed, stream);
        double[] moments = new double[5];
        int within = 0;
        for (int i = 0; i < Count; i++)
        {
            double x = random.NextNormal(), power = 1;
            for (int k = 1; k <= 4; k++)
                moments[k] += (power *= x) / Count;
            within += Math.Abs(x) < 1 ? 1 : 0;
        }

        // Five standard deviations each: the k-th moment's variance is (m_2k - m_k^2) / Count.
        Assert.InRange(moments[1], -5 / Math.Sqrt(Count), 5 / Math.Sqrt(Count));
        Assert.InRange(moments[2] - 1, -5 * Math.Sqrt(2.0 / Count), 5 * Math.Sqrt(2.0 / Count));
        Assert.InRange(moments[3], -5 * Math.Sqrt(15.0 / Count), 5 * Math.Sqrt(15.0 / Count));
        Assert.InRange(moments[4] - 3, -5 * Math.Sqrt(96.0 / Count), 5 * Math.Sqrt(96.0 / Count));
        Assert.InRange(within / (double)Count, 0.6827 - 0.0074, 0.6827 + 0.0074);
    }

    [Fact]
    public void Uniform_numbers_fill_the_unit_interval_evenly()
    {
        var random = new RandomStream(1, 2);
        var bins = new int[100];
        for (int i = 0; i < Count; i++)
            bins[(int)(random.NextUniform() * 100)]++;

        Assert.All(bins, bin => Assert.InRange(bin, 1000 - 5 * Math.Sqrt(1000), 1000 + 5 * Math.Sqrt(1000)));
    }

    [Fact]
    public void Seed_and_stream_fix_the_sequence_and_both_matter()
    {
        ulong[] Draw(ulong seed, int stream)
        {
            var random = new RandomStream(seed, stream);
            return [.. Enumerable.Range(0, 100).Select(_ => random.NextBits())];
        }

        Assert.Equal(Draw(3, 4), Draw(3, 4));
        Assert.Empty(Draw(3, 4).Intersect(Draw(3, 5)));
        Assert.Empty(Draw(3, 4).Intersect(Draw(4, 4)));
        Assert.Empty(Draw(3, 4).Intersect(Draw(4, 3)));
    }
}
