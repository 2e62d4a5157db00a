using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>
/// Orders of rows as a function of seed and epoch: there is no state, so that any epoch's order can be had at any time, also
/// after a restart.
/// </summary>
public static class Permutation
{
    // sets these numbers apart from others that are drawn from the user's seed
    private const ulong Purpose = 0x7065726d75746174;

    /// <summary>Fills in the numbers from 0 to <c>order.Length - 1</c>, each permutation as probable as any other.</summary>
    /// <param name="order">What to fill.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="epoch">From 0.</param>
    public static void Fill(Span<int> order, ulong seed, long epoch)
    {
        for (int next = 0; next < order.Length; next++)
            order[next] = next;
        var random = new RandomStream(unchecked(RandomStream.Mix(seed ^ Purpose) + (ulong)epoch), 0);
        // Fisher and Yates
        for (int last = order.Length - 1; last > 0; last--)
        {
            int other = Below(ref random, last + 1);
            (order[last], order[other]) = (order[other], order[last]);
        }
    }

    /// <summary>A new order of <paramref name="count"/> numbers.</summary>
    public static int[] Create(int count, ulong seed, long epoch = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int[] order = new int[count];
        Fill(order, seed, epoch);
        return order;
    }

    // Without bias: what the multiplication would favour is drawn again (Lemire 2019).
    private static int Below(ref RandomStream random, int bound)
    {
        ulong product = (random.NextBits() >> 32) * (uint)bound;
        if ((uint)product < (uint)bound)
        {
            uint threshold = (uint)-bound % (uint)bound;
            while ((uint)product < threshold)
                product = (random.NextBits() >> 32) * (uint)bound;
        }
        return (int)(product >> 32);
    }
}
