using CsCheck;

namespace DeepTrain.Distributed.Tests.Trees;

/// <summary>The tree over shards, and that a sum over ranks has its bits.</summary>
public sealed class ShardTreeTests
{
    [Fact]
    public void Ranks_own_all_shards_once_and_their_subtrees_are_nodes_of_the_tree() =>
        Gen.Select(Gen.Int[1, 300], Gen.Int[1, 40]).Sample((shards, ranks) =>
        {
            ranks = Math.Min(ranks, shards);
            HashSet<(int, int)> nodes = [];
            Collect(0, shards, nodes);
            int next = 0;
            for (int rank = 0; rank < ranks; rank++)
            {
                IndexRange owned = ShardTree.Owned(shards, rank, ranks);
                Assert.Equal(next, owned.First);
                Assert.True(owned.Count >= 1);
                foreach (IndexRange subtree in ShardTree.Subtrees(shards, owned))
                {
                    Assert.Equal(next, subtree.First);
                    Assert.Contains((subtree.First, subtree.End), nodes);
                    next = subtree.End;
                }
                Assert.Equal(next, owned.End);
            }
            Assert.Equal(shards, next);
        }, iter: 300);

    // By doubling and in slices, shards of any number, and any number of ranks that they allow.
    [Theory]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(5_000)]
    [InlineData(40_001)]
    public void The_sum_over_ranks_is_that_of_the_tree_to_the_bit(int length) =>
        Gen.Select(Gen.Int[1, 24], Gen.Int[1, 9], Gen.Int[0, 1000]).Sample((shards, ranks, seed) =>
        {
            ranks = Math.Min(ranks, shards);
            var random = new Random(seed);
            float[][] leaves = [.. Enumerable.Range(0, shards).Select(_ => Numbers(random, length))];
            float[] expected = Sum(leaves, 0, shards);
            double expectedLoss = SumLoss(leaves, 0, shards);
            ThreadCommunicator.Run(ranks, communicator =>
            {
                var sums = new ShardSums(shards, ShardTree.Owned(shards, communicator.Rank, ranks), length);
                var group = new ClusterGroup(communicator);
                for (int turn = 0; turn < 2; turn++)
                {
                    sums.Compute((shard, into, adds) =>
                    {
                        var totals = new ShardTotals(leaves[shard][0] / 3d, 1, 2, 3, 0, shard == shards - 1 ? 1 : 0);
                        if (adds)
                            ShardMath.Add(into.Numbers, leaves[shard], into.Numbers);
                        else
                            leaves[shard].CopyTo(into.Numbers);
                        into.Totals = adds ? into.Totals + totals : totals;
                    });
                    group.Sum(sums);
                    Assert.Equal(
                        expected.Select(BitConverter.SingleToInt32Bits), sums.Total.Numbers.ToArray().Select(BitConverter.SingleToInt32Bits));
                    ShardTotals total = sums.Total.Totals;
                    Assert.Equal(new ShardTotals(expectedLoss, shards, 2 * shards, 3 * shards, 0, 1), total);
                }
            });
        }, iter: length > 10_000 ? 12 : 40, threads: 1);

    [Fact]
    public void The_order_of_a_sum_matters_so_that_the_tree_is_needed()
    {
        var random = new Random(1);
        float[][] leaves = [.. Enumerable.Range(0, 8).Select(_ => Numbers(random, 1000))];
        float[] inARow = new float[1000];
        foreach (float[] leaf in leaves)
            ShardMath.Add(inARow, leaf, inARow);
        Assert.NotEqual(inARow, Sum(leaves, 0, 8));
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(1023, 4)]
    [InlineData(5000, 3)]
    [InlineData(100_003, 7)]
    public void Slices_cover_a_length_once(int length, int ranks)
    {
        PartTable slices = SlicedSum.Slices(length, ranks);
        int next = 0;
        for (int rank = 0; rank < ranks; rank++)
        {
            Assert.Equal(next, slices.Offsets[rank]);
            next += slices.Counts[rank];
        }
        Assert.Equal(length, next);
        Assert.True(length < 2048 || slices.Counts.Max() < length);
    }

    // Numbers of many magnitudes, zeros of both signs, and some that are none.
    private static float[] Numbers(Random random, int length)
    {
        float[] numbers = new float[length];
        for (int next = 0; next < length; next++)
        {
            numbers[next] = random.Next(20) switch
            {
                0 => -0f,
                1 => 0f,
                2 => float.PositiveInfinity,
                3 => float.Epsilon,
                _ => (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-8, 8))),
            };
        }
        return numbers;
    }

    // The tree as it is defined, by other means: the left half is the largest power of two below the size.
    private static float[] Sum(float[][] leaves, int first, int end)
    {
        if (end - first == 1)
            return [.. leaves[first]];
        int cut = first + Half(end - first);
        float[] left = Sum(leaves, first, cut), right = Sum(leaves, cut, end);
        for (int next = 0; next < left.Length; next++)
            left[next] = (float)((double)left[next] + right[next]); // exact in double, but for one rounding
        return left;
    }

    private static double SumLoss(float[][] leaves, int first, int end)
    {
        if (end - first == 1)
            return leaves[first][0] / 3d;
        int cut = first + Half(end - first);
        return SumLoss(leaves, first, cut) + SumLoss(leaves, cut, end);
    }

    private static int Half(int size)
    {
        int half = 1;
        while (half * 2 < size)
            half *= 2;
        return half;
    }

    private static void Collect(int first, int end, HashSet<(int, int)> nodes)
    {
        nodes.Add((first, end));
        if (end - first == 1)
            return;
        int cut = first + Half(end - first);
        Collect(first, cut, nodes);
        Collect(cut, end, nodes);
    }
}
