using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepTrain.Runtime;

/// <summary>Means over rows that count more or less: <c>sum(w_i l_i) / sum(w_i)</c>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class WeightedRows
{
    /// <summary>
    /// Multiplies each row's loss and gradient by its weight. A row of weight 0 has loss and gradient 0, even if its targets
    /// are no numbers.
    /// </summary>
    /// <param name="weights">A weight a row, the mean of all 1.</param>
    /// <param name="first">The first row.</param>
    /// <param name="end">The row after the last.</param>
    /// <param name="losses">A loss a row.</param>
    /// <param name="delta">The gradients.</param>
    /// <param name="stride">Floats from one row of gradients to the next, whole vectors.</param>
    /// <param name="columns">Floats of a row that are used, whole vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Weigh(float* weights, int first, int end, float* losses, float* delta, int stride, int columns)
    {
        for (int row = first; row < end; row++)
        {
            float weight = weights[row];
            float* d = delta + (long)row * stride;
            if (weight == 0)
            {
                losses[row] = 0;
                new Span<float>(d, columns).Clear();
                continue;
            }

            losses[row] *= weight;
            Vector256<float> factor = Vector256.Create(weight);
            for (int column = 0; column < columns; column += 8)
                *(Vector256<float>*)(d + column) *= factor;
        }
    }

    /// <summary>The sum of the losses of some rows, each times its weight.</summary>
    public static double Sum(ReadOnlySpan<float> weights, float* losses)
    {
        double sum = 0;
        for (int row = 0; row < weights.Length; row++)
        {
            if (weights[row] != 0)
                sum += (double)weights[row] * losses[row];
        }
        return sum;
    }

    /// <summary>The weights divided by their mean: equal ones are 1, to the bit.</summary>
    internal static void Normalise(ReadOnlySpan<float> weights, double sum, float* normalised)
    {
        for (int row = 0; row < weights.Length; row++)
            normalised[row] = (float)((double)weights[row] * weights.Length / sum);
    }
}
