using System.Numerics;
using System.Runtime.InteropServices;

namespace DeepTrain;

/// <summary>
/// A linear map of prepared rows to other rows, <c>y = M (x - mean)</c>: principal axes, whitened or not.
/// </summary>
public sealed class Projection
{
    private readonly float[] _matrix;
    private readonly float[] _mean;

    /// <summary>A linear map.</summary>
    /// <param name="matrix">The rows of M one after the other: a row of weights for each number that comes out.</param>
    /// <param name="mean">What is taken off before, a number for each that goes in.</param>
    /// <exception cref="ArgumentException">The matrix has no whole rows, or a number is not finite.</exception>
    public Projection(ReadOnlySpan<float> matrix, ReadOnlySpan<float> mean)
    {
        if (mean.Length == 0 || matrix.Length == 0 || matrix.Length % mean.Length != 0)
        {
            throw new ArgumentException(
                $"Expected rows of {mean.Length} numbers, at least one; the span holds {matrix.Length}.", nameof(matrix));
        }
        CheckFinite(matrix, nameof(matrix));
        CheckFinite(mean, nameof(mean));
        _matrix = matrix.ToArray();
        _mean = mean.ToArray();
    }

    /// <summary>Numbers that go in.</summary>
    public int Inputs => _mean.Length;

    /// <summary>Numbers that come out.</summary>
    public int Outputs => _matrix.Length / _mean.Length;

    /// <summary>The rows of M, one after the other.</summary>
    public ReadOnlySpan<float> Matrix => _matrix;

    /// <summary>What is taken off before.</summary>
    public ReadOnlySpan<float> Mean => _mean;

    /// <summary>Maps a row, which is changed on the way.</summary>
    internal void Apply(Span<float> row, Span<float> projected)
    {
        for (int i = 0; i < row.Length; i++)
            row[i] -= _mean[i];
        ReadOnlySpan<Vector<float>> x = MemoryMarshal.Cast<float, Vector<float>>(row);
        int whole = x.Length * Vector<float>.Count;
        for (int j = 0; j < projected.Length; j++)
        {
            ReadOnlySpan<float> weights = _matrix.AsSpan(j * row.Length, row.Length);
            ReadOnlySpan<Vector<float>> w = MemoryMarshal.Cast<float, Vector<float>>(weights);
            Vector<float> sums = Vector<float>.Zero;
            for (int i = 0; i < x.Length; i++)
                sums += w[i] * x[i];
            float sum = Vector.Sum(sums);
            for (int i = whole; i < row.Length; i++)
                sum += weights[i] * row[i];
            projected[j] = sum;
        }
    }

    private static void CheckFinite(ReadOnlySpan<float> numbers, string argument)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            if (!float.IsFinite(numbers[i]))
                throw new ArgumentException($"Expected finite numbers; {argument}[{i}] is {numbers[i]}.", argument);
        }
    }
}
