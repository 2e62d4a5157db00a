using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepTrain.Runtime;

/// <summary>
/// Random bits as a pure function of seed, batch, layer and element, for dropout and its kin: whoever computes an
/// element, in whatever order or width, gets the same bits (Salmon et al. 2011 on counter-based generators).
/// </summary>
/// <remarks>
/// The function is the integer hash with multipliers 0x7feb352d and 0x846ca68b that Wellons found by search ("Hash
/// Function Prospector", 2018), with one key word before each multiplication.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CounterRandom
{
    private const uint FirstFactor = 0x7feb352d;
    private const uint SecondFactor = 0x846ca68b;

    /// <summary>The key of a layer's random numbers in one batch.</summary>
    public static RandomKey Key(ulong seed, long batch, int layer)
    {
        unchecked
        {
            ulong mixed = RandomStream.Mix(RandomStream.Mix(RandomStream.Mix(seed) + (ulong)batch) + (uint)layer);
            return new RandomKey((uint)mixed, (uint)(mixed >> 32));
        }
    }

    /// <summary>32 random bits for an element.</summary>
    public static uint Bits(uint element, RandomKey key)
    {
        uint h = element ^ key.A;
        h = unchecked((h ^ (h >> 16)) * FirstFactor) ^ key.B;
        h = unchecked((h ^ (h >> 15)) * SecondFactor);
        return h ^ (h >> 16);
    }

    /// <summary>
    /// 32 random bits for each element; <paramref name="a"/> and <paramref name="b"/> hold the key in every lane.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Bits(Vector128<uint> elements, Vector128<uint> a, Vector128<uint> b)
    {
        Vector128<uint> h = elements ^ a;
        h = (h ^ (h >>> 16)) * Vector128.Create(FirstFactor) ^ b;
        h = (h ^ (h >>> 15)) * Vector128.Create(SecondFactor);
        return h ^ (h >>> 16);
    }

    /// <summary>
    /// 32 random bits for each element; <paramref name="a"/> and <paramref name="b"/> hold the key in every lane.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Bits(Vector256<uint> elements, Vector256<uint> a, Vector256<uint> b)
    {
        Vector256<uint> h = elements ^ a;
        h = (h ^ (h >>> 16)) * Vector256.Create(FirstFactor) ^ b;
        h = (h ^ (h >>> 15)) * Vector256.Create(SecondFactor);
        return h ^ (h >>> 16);
    }

    /// <summary>
    /// 32 random bits for each element; <paramref name="a"/> and <paramref name="b"/> hold the key in every lane.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Bits(Vector512<uint> elements, Vector512<uint> a, Vector512<uint> b)
    {
        Vector512<uint> h = elements ^ a;
        h = (h ^ (h >>> 16)) * Vector512.Create(FirstFactor) ^ b;
        h = (h ^ (h >>> 15)) * Vector512.Create(SecondFactor);
        return h ^ (h >>> 16);
    }
}
