using System.Numerics;
using System.Runtime.Intrinsics;
using DeepTrain.Runtime;

namespace DeepTrain.Tests.Runtime;

public class CounterRandomTests
{
    private const int Count = 1 << 16;

    // Every bound below is five standard deviations of what true randomness would show.
    private const double Sigmas = 5;

    public static TheoryData<ulong, long, int> Keys => new()
    {
        { 0, 0, 0 }, { 0, 0, 1 }, { 0, 1, 0 }, { 1, 0, 0 }, { 42, 1_000_000_007, 3 }, { ulong.MaxValue, long.MaxValue, 99 },
    };

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_width_gives_what_the_scalar_function_gives(ulong seed, long batch, int layer)
    {
        RandomKey key = CounterRandom.Key(seed, batch, layer);
        for (uint first = 0xFFFFFF00; first != 0x100; first += 16)
        {
            Vector512<uint> elements = Vector512.Create(first) + Vector512<uint>.Indices;

            Vector512<uint> wide = CounterRandom.Bits(elements, Vector512.Create(key.A), Vector512.Create(key.B));
            Vector256<uint> narrow =
                CounterRandom.Bits(elements.GetLower(), Vector256.Create(key.A), Vector256.Create(key.B));

            Vector128<uint> narrowest = CounterRandom.Bits(
                elements.GetLower().GetLower(), Vector128.Create(key.A), Vector128.Create(key.B));

            for (int lane = 0; lane < 16; lane++)
            {
                Assert.Equal(CounterRandom.Bits(elements[lane], key), wide[lane]);
                if (lane < 4)
                    Assert.Equal(CounterRandom.Bits(elements[lane], key), narrowest[lane]);
                if (lane < 8)
                    Assert.Equal(CounterRandom.Bits(elements[lane], key), narrow[lane]);
            }
        }
    }

    // A training run that is loaded and continued has to see the masks it would have seen.
    [Fact]
    public void Gives_these_very_bits()
    {
        Assert.Equal(new RandomKey(0xc0ac7e37, 0x6ae515c1), CounterRandom.Key(1, 2, 3));
        Assert.Equal(0xbcdfeac9u, CounterRandom.Bits(12345, new RandomKey(1, 2)));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Is_uniform_in_mean_variance_and_every_bit(ulong seed, long batch, int layer)
    {
        RandomKey key = CounterRandom.Key(seed, batch, layer);
        double sum = 0, squares = 0;
        var ones = new int[32];
        for (uint element = 0; element < Count; element++)
        {
            uint bits = CounterRandom.Bits(element, key);
            double centred = (bits + 0.5) / 4294967296.0 - 0.5;
            sum += centred;
            squares += centred * centred;
            for (int bit = 0; bit < 32; bit++)
                ones[bit] += (int)(bits >> bit & 1);
        }

        Assert.InRange(Math.Abs(sum / Count), 0, Sigmas * Math.Sqrt(1 / 12.0 / Count));
        Assert.InRange(Math.Abs(squares / Count - 1 / 12.0), 0, Sigmas * Math.Sqrt(1 / 180.0 / Count));
        Assert.All(ones, count => Assert.InRange(Math.Abs(count - Count / 2), 0, Sigmas * Math.Sqrt(Count) / 2));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Neighbours_in_element_batch_layer_and_seed_are_uncorrelated(ulong seed, long batch, int layer)
    {
        RandomKey key = CounterRandom.Key(seed, batch, layer);
        foreach (uint distance in (uint[])[1, 2, 16, 64, 1024])
            AssertUncorrelated(i => CounterRandom.Bits(i, key), i => CounterRandom.Bits(i + distance, key));

        RandomKey[] others =
        [
            CounterRandom.Key(seed, unchecked(batch + 1), layer), CounterRandom.Key(seed, batch, layer + 1),
            CounterRandom.Key(unchecked(seed + 1), batch, layer), CounterRandom.Key(seed ^ 1UL << 63, batch, layer),
        ];
        foreach (RandomKey other in others)
        {
            AssertUncorrelated(i => CounterRandom.Bits(i, key), i => CounterRandom.Bits(i, other));

            // Where the first words alone would make one sequence a shuffle of the other, the second must tell them apart.
            uint shuffle = key.A ^ other.A;
            AssertUncorrelated(i => CounterRandom.Bits(i, key), i => CounterRandom.Bits(i ^ shuffle, other));
        }
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.8)]
    public void Dropout_masks_of_successive_batches_overlap_as_often_as_chance_has_it(double rate)
    {
        uint threshold = (uint)(rate * 4294967296.0);
        for (long batch = 0; batch < 20; batch++)
        {
            RandomKey now = CounterRandom.Key(7, batch, 2), next = CounterRandom.Key(7, batch + 1, 2);
            int dropped = 0, both = 0;
            for (uint element = 0; element < Count; element++)
            {
                bool first = CounterRandom.Bits(element, now) < threshold;
                dropped += first ? 1 : 0;
                both += first && CounterRandom.Bits(element, next) < threshold ? 1 : 0;
            }

            Assert.InRange(Math.Abs(dropped - rate * Count), 0, Sigmas * Math.Sqrt(rate * (1 - rate) * Count));
            Assert.InRange(
                Math.Abs(both - rate * rate * Count), 0, Sigmas * Math.Sqrt(rate * rate * (1 - rate * rate) * Count));
        }
    }

    [Fact]
    public void Both_key_words_move_half_of_the_bits()
    {
        var random = new Random(3);
        double viaA = 0, viaB = 0;
        const int rounds = 4096;
        for (int round = 0; round < rounds; round++)
        {
            uint element = (uint)random.Next(), a = (uint)random.NextInt64(1L << 32), b = (uint)random.NextInt64(1L << 32);
            uint bits = CounterRandom.Bits(element, new RandomKey(a, b));
            viaA += BitOperations.PopCount(bits ^ CounterRandom.Bits(element, new RandomKey(~a, b)));
            viaB += BitOperations.PopCount(bits ^ CounterRandom.Bits(element, new RandomKey(a, ~b)));
        }

        Assert.InRange(viaA / rounds, 15, 17);
        Assert.InRange(viaB / rounds, 14, 18);
    }

    [Fact]
    public void Keys_of_near_seeds_batches_and_layers_all_differ()
    {
        var keys = new HashSet<RandomKey>();
        for (ulong seed = 0; seed < 20; seed++)
            for (long batch = 0; batch < 100; batch++)
                for (int layer = 0; layer < 20; layer++)
                    Assert.True(keys.Add(CounterRandom.Key(seed, batch, layer)));
    }

    private static void AssertUncorrelated(Func<uint, uint> first, Func<uint, uint> second)
    {
        double product = 0;
        for (uint i = 0; i < Count; i++)
            product += (first(i) / 4294967296.0 - 0.5) * (second(i) / 4294967296.0 - 0.5);

        // A product of two independent centred uniform numbers has standard deviation 1/12.
        Assert.InRange(Math.Abs(product / Count), 0, Sigmas / 12 / Math.Sqrt(Count));
    }
}
