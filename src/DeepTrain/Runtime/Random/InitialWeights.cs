using System.ComponentModel;

namespace DeepTrain.Runtime;

/// <summary>Draws the weights that a layer starts from, as <see cref="Init"/> declares them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class InitialWeights
{
    /// <summary>
    /// Fills the weights of a layer, in the order [pieces, units, inputs]. Fan-in is <paramref name="inputs"/> and fan-out
    /// <paramref name="units"/>, unless it is given: a piece counts as a layer of its own.
    /// </summary>
    /// <param name="canonical">The weights, pieces * units * inputs of them.</param>
    /// <param name="init">The distribution, not <see cref="Init.Auto"/>: the compiler has resolved that.</param>
    /// <param name="scale">
    /// The standard deviation of <see cref="Init.Normal"/>, the half-width of <see cref="Init.Uniform"/>, the value of
    /// <see cref="Init.Constant"/>, the gain of the others.
    /// </param>
    /// <param name="pieces">Pieces of a maxout layer, otherwise 1.</param>
    /// <param name="units">Units, or filters.</param>
    /// <param name="inputs">Inputs of a unit: for a convolution channels * kernel^2.</param>
    /// <param name="seed">The network's seed.</param>
    /// <param name="stream">The number of the parameter, so that no two draw the same numbers.</param>
    /// <param name="fanOut">Outputs that an input reaches, if not the units: for a convolution filters * kernel^2.</param>
    /// <exception cref="ArgumentException">The span's length is not that of the weights.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The distribution is <see cref="Init.Auto"/> or unknown.</exception>
    public static void Fill(
        Span<float> canonical, Init init, float scale, int pieces, int units, int inputs, ulong seed, int stream,
        int fanOut = 0)
    {
        if (canonical.Length != checked(pieces * units * inputs))
            throw new ArgumentException(
                $"Expected {pieces} * {units} * {inputs} = {pieces * units * inputs} weights, got {canonical.Length}.",
                nameof(canonical));

        var random = new RandomStream(seed, stream);
        double fans = (double)inputs + (fanOut > 0 ? fanOut : units);
        switch (init)
        {
            case Init.Zeros:
                canonical.Clear();
                break;
            case Init.Constant:
                canonical.Fill(scale);
                break;
            case Init.Normal:
                FillNormal(canonical, scale, ref random);
                break;
            case Init.Uniform:
                FillUniform(canonical, scale, ref random);
                break;
            case Init.GlorotNormal:
                FillNormal(canonical, scale * Math.Sqrt(2 / fans), ref random);
                break;
            case Init.GlorotUniform:
                FillUniform(canonical, HalfWidth(scale * Math.Sqrt(2 / fans)), ref random);
                break;
            case Init.HeNormal:
                FillNormal(canonical, scale * Math.Sqrt(2.0 / inputs), ref random);
                break;
            case Init.HeUniform:
                FillUniform(canonical, HalfWidth(scale * Math.Sqrt(2.0 / inputs)), ref random);
                break;
            case Init.LeCunNormal:
                FillNormal(canonical, scale * Math.Sqrt(1.0 / inputs), ref random);
                break;
            case Init.LeCunUniform:
                FillUniform(canonical, HalfWidth(scale * Math.Sqrt(1.0 / inputs)), ref random);
                break;
            case Init.Orthogonal:
                for (int piece = 0; piece < pieces; piece++)
                    OrthogonalMatrix.Fill(
                        canonical.Slice(piece * units * inputs, units * inputs), units, inputs, scale, ref random);
                break;
            default:
                throw new ArgumentOutOfRangeException(
                    nameof(init), init, "Expected a distribution that says how to draw the weights.");
        }
    }

    /// <summary>A uniform distribution on [-a, a) has standard deviation a / sqrt(3).</summary>
    private static double HalfWidth(double deviation) => Math.Sqrt(3) * deviation;

    private static void FillNormal(Span<float> weights, double deviation, ref RandomStream random)
    {
        foreach (ref float weight in weights)
            weight = (float)(deviation * random.NextNormal());
    }

    private static void FillUniform(Span<float> weights, double halfWidth, ref RandomStream random)
    {
        // Halfway between the points of a grid: symmetric around 0, and rounding does not reach the bounds.
        foreach (ref float weight in weights)
            weight = (float)(halfWidth * (((random.NextBits() >> 40) + 0.5) / (1 << 23) - 1));
    }
}
