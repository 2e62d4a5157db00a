using DeepTrain.Runtime;

namespace DeepTrain.Tests.Runtime;

public class InitialWeightsTests
{
    private const int Units = 150;
    private const int Inputs = 350;

    [Theory]
    [InlineData(Init.Normal, 0.01f, 0.01)]
    [InlineData(Init.Normal, 3f, 3)]
    [InlineData(Init.GlorotNormal, 1f, 0.0632455532)] // sqrt(2 / 500)
    [InlineData(Init.GlorotNormal, 2f, 0.1264911064)]
    [InlineData(Init.HeNormal, 1f, 0.0755928946)] // sqrt(2 / 350)
    [InlineData(Init.HeNormal, 0.5f, 0.0377964473)]
    [InlineData(Init.LeCunNormal, 1f, 0.0534522484)] // sqrt(1 / 350)
    [InlineData(Init.LeCunNormal, 3f, 0.1603567451)]
    public void Normal_distributions_have_their_deviation(Init init, float scale, double deviation)
    {
        float[] weights = Draw(init, scale, 1, Units, Inputs);

        AssertMoments(weights, deviation, kurtosis: 3);
        Assert.True(weights.Max() > 3.5 * deviation && weights.Min() < -3.5 * deviation);
    }

    [Theory]
    [InlineData(Init.Uniform, 0.05f, 0.05)]
    [InlineData(Init.Uniform, 2f, 2)]
    [InlineData(Init.GlorotUniform, 1f, 0.1095445115)] // sqrt(6 / 500)
    [InlineData(Init.GlorotUniform, 2f, 0.2190890230)]
    [InlineData(Init.HeUniform, 1f, 0.1309307341)] // sqrt(6 / 350)
    [InlineData(Init.LeCunUniform, 1f, 0.0925820099)] // sqrt(3 / 350)
    [InlineData(Init.LeCunUniform, 0.5f, 0.0462910050)]
    public void Uniform_distributions_fill_their_range_and_stay_inside(Init init, float scale, double halfWidth)
    {
        float[] weights = Draw(init, scale, 1, Units, Inputs);

        AssertMoments(weights, halfWidth / Math.Sqrt(3), kurtosis: 1.8);
        Assert.All(weights, weight => Assert.True(Math.Abs(weight) <= halfWidth * (1 + 1e-7)));
        Assert.InRange(weights.Max(), halfWidth * 0.999, halfWidth * (1 + 1e-7));
        Assert.InRange(weights.Min(), -halfWidth * (1 + 1e-7), -halfWidth * 0.999);
    }

    [Fact]
    public void Zeros_and_constants_are_just_that()
    {
        Assert.All(Draw(Init.Zeros, 1, 2, 5, 7), weight => Assert.Equal(0f, weight));
        Assert.All(Draw(Init.Constant, -0.25f, 2, 5, 7), weight => Assert.Equal(-0.25f, weight));
    }

    [Theory]
    [InlineData(40, 100, 1f)]
    [InlineData(100, 40, 1f)]
    [InlineData(64, 64, 1f)]
    [InlineData(37, 37, 1.5f)]
    [InlineData(3, 50, 0.5f)]
    [InlineData(1, 20, 1f)]
    [InlineData(20, 1, 2f)]
    [InlineData(1, 1, 1f)]
    public void Orthogonal_rows_or_columns_are_orthonormal_times_gain(int units, int inputs, float gain)
    {
        AssertOrthogonal(Draw(Init.Orthogonal, gain, 1, units, inputs), units, inputs, gain);
    }

    // Uniform among the orthogonal matrices: every entry has mean 0 and variance 1/n. A QR without the sign rule fails this:
    // it makes the first diagonal entry always negative, or always positive.
    [Fact]
    public void Orthogonal_matrices_favour_no_direction()
    {
        const int n = 6, draws = 4000;
        var sums = new double[n * n];
        var squares = new double[n * n];
        for (int draw = 0; draw < draws; draw++)
        {
            float[] matrix = Draw(Init.Orthogonal, 1, 1, n, n, seed: (ulong)draw);
            for (int i = 0; i < matrix.Length; i++)
            {
                sums[i] += matrix[i];
                squares[i] += matrix[i] * (double)matrix[i];
            }
        }

        // The square of an entry has variance 2 (n - 1) / (n^2 (n + 2)).
        double meanBound = 5 * Math.Sqrt(1.0 / n / draws);
        double squareBound = 5 * Math.Sqrt(2.0 * (n - 1) / (n * n * (n + 2)) / draws);
        Assert.All(sums, sum => Assert.InRange(sum / draws, -meanBound, meanBound));
        Assert.All(squares, sum => Assert.InRange(sum / draws - 1.0 / n, -squareBound, squareBound));
    }

    [Fact]
    public void Pieces_of_maxout_are_layers_of_their_own()
    {
        const int pieces = 4, units = 50, inputs = 200;
        float[] glorot = Draw(Init.GlorotNormal, 1, pieces, units, inputs);
        float[] orthogonal = Draw(Init.Orthogonal, 1, pieces, units, inputs);

        // Fan-out is the 50 units of a piece, not all 200.
        AssertMoments(glorot, Math.Sqrt(2.0 / 250), kurtosis: 3);
        for (int piece = 0; piece < pieces; piece++)
        {
            float[] own = Piece(orthogonal, piece);
            AssertOrthogonal(own, units, inputs, 1);
            for (int other = 0; other < piece; other++)
            {
                AssertUncorrelated(own, Piece(orthogonal, other));
                AssertUncorrelated(Piece(glorot, piece), Piece(glorot, other));
            }
        }

        static float[] Piece(float[] weights, int piece) =>
            weights[(piece * units * inputs)..((piece + 1) * units * inputs)];
    }

    [Theory]
    [InlineData(Init.Normal)]
    [InlineData(Init.GlorotUniform)]
    [InlineData(Init.Orthogonal)]
    public void Seed_and_stream_fix_the_weights_and_both_matter(Init init)
    {
        float[] weights = Draw(init, 1, 1, 60, 80, seed: 9, stream: 2);

        Assert.Equal(weights, Draw(init, 1, 1, 60, 80, seed: 9, stream: 2));
        AssertUncorrelated(weights, Draw(init, 1, 1, 60, 80, seed: 9, stream: 3));
        AssertUncorrelated(weights, Draw(init, 1, 1, 60, 80, seed: 10, stream: 2));
        AssertUncorrelated(weights, Draw(init, 1, 1, 60, 80, seed: 2, stream: 9));
    }

    [Fact]
    public void Refuses_what_it_cannot_draw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Draw(Init.Auto, 1, 1, 2, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Draw((Init)99, 1, 1, 2, 3));

        var exception = Assert.Throws<ArgumentException>(
            () => InitialWeights.Fill(new float[11], Init.Zeros, 0, 2, 2, 3, 0, 0));
        Assert.Contains("12", exception.Message);
        Assert.Contains("11", exception.Message);
    }

    private static float[] Draw(
        Init init, float scale, int pieces, int units, int inputs, ulong seed = 1, int stream = 0)
    {
        var weights = new float[pieces * units * inputs];
        weights.AsSpan().Fill(float.NaN);
        InitialWeights.Fill(weights, init, scale, pieces, units, inputs, seed, stream);
        return weights;
    }

    /// <summary>Mean, variance and kurtosis, each to five standard deviations of its estimate.</summary>
    private static void AssertMoments(float[] weights, double deviation, double kurtosis)
    {
        double mean = weights.Average(w => w / deviation);
        double variance = weights.Average(w => Math.Pow(w / deviation, 2));
        double fourth = weights.Average(w => Math.Pow(w / deviation, 4));
        double eighth = kurtosis > 2 ? 105 : 9;

        double n = weights.Length;
        Assert.InRange(mean, -5 / Math.Sqrt(n), 5 / Math.Sqrt(n));
        Assert.InRange(variance - 1, -5 * Math.Sqrt((kurtosis - 1) / n), 5 * Math.Sqrt((kurtosis - 1) / n));
        double fourthBound = 5 * Math.Sqrt((eighth - kurtosis * kurtosis) / n);
        Assert.InRange(fourth - kurtosis, -fourthBound, fourthBound);
    }

    private static void AssertUncorrelated(float[] first, float[] second)
    {
        double product = first.Zip(second, (a, b) => (double)a * b).Sum();
        double norms = Math.Sqrt(first.Sum(a => (double)a * a) * second.Sum(b => (double)b * b));
        Assert.InRange(product / norms, -5 / Math.Sqrt(first.Length), 5 / Math.Sqrt(first.Length));
    }

    private static void AssertOrthogonal(float[] matrix, int units, int inputs, double gain)
    {
        bool rows = units <= inputs;
        int count = Math.Min(units, inputs), length = Math.Max(units, inputs);
        for (int i = 0; i < count; i++)
            for (int j = 0; j <= i; j++)
            {
                double product = 0;
                for (int k = 0; k < length; k++)
                    product += rows
                        ? (double)matrix[i * inputs + k] * matrix[j * inputs + k]
                        : (double)matrix[k * inputs + i] * matrix[k * inputs + j];
                Assert.InRange(product / (gain * gain) - (i == j ? 1 : 0), -1e-6, 1e-6);
            }
    }
}
