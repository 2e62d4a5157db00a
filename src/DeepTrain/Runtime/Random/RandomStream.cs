using System.ComponentModel;

namespace DeepTrain.Runtime;

/// <summary>
/// A sequence of random numbers for work done once, such as starting weights: SplitMix64 (Steele, Lea and Flood 2014),
/// whose state is a counter. The pair (seed, stream) fixes the whole sequence.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct RandomStream
{
    private const ulong Golden = 0x9e3779b97f4a7c15;

    private ulong _counter;
    private double _spare;
    private bool _hasSpare;

    /// <summary>Starts stream number <paramref name="stream"/> of a seed.</summary>
    public RandomStream(ulong seed, int stream)
    {
        // Not Mix(seed), where the keys of CounterRandom start.
        _counter = unchecked(Mix(Mix(~seed) + (uint)stream));
    }

    /// <summary>
    /// A bijection of 64-bit words in which every input bit moves every output bit: SplitMix64's step and finaliser.
    /// </summary>
    public static ulong Mix(ulong word)
    {
        unchecked
        {
            word += Golden;
            word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9;
            word = (word ^ (word >> 27)) * 0x94d049bb133111eb;
            return word ^ (word >> 31);
        }
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        ulong bits = Mix(_counter);
        _counter = unchecked(_counter + Golden);
        return bits;
    }

    /// <summary>Uniform on [0, 1), a multiple of 2^-53.</summary>
    public double NextUniform() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Standard normal, by Marsaglia's polar method (1964).</summary>
    public double NextNormal()
    {
        if (_hasSpare)
        {
            _hasSpare = false;
            return _spare;
        }

        double x, y, square;
        do
        {
            x = 2 * NextUniform() - 1;
            y = 2 * NextUniform() - 1;
            square = x * x + y * y;
        }
        while (square is >= 1 or 0);

        double factor = Math.Sqrt(-2 * Math.Log(square) / square);
        _spare = y * factor;
        _hasSpare = true;
        return x * factor;
    }
}
