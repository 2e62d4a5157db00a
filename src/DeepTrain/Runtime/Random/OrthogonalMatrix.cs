using System.Numerics;
using System.Runtime.InteropServices;

namespace DeepTrain.Runtime;

/// <summary>
/// Draws a matrix with orthonormal rows or columns, whichever are fewer, uniformly among all such matrices.
/// </summary>
/// <remarks>
/// Gram-Schmidt on Gaussian vectors is their QR decomposition with a positive diagonal in R. That sign rule is what makes
/// Q uniform (Mezzadri 2007) and what torch.nn.init.orthogonal_ restores after a Householder QR. Two passes leave no loss
/// of orthogonality to speak of (Giraud, Langou and Rozloznik 2005).
/// </remarks>
internal static class OrthogonalMatrix
{
    /// <summary>Fills a matrix [units, inputs] with an orthogonal one times a gain.</summary>
    internal static void Fill(Span<float> matrix, int units, int inputs, double gain, ref RandomStream random)
    {
        int count = Math.Min(units, inputs), length = Math.Max(units, inputs);

        // Doubles, one vector after the other, whether they become rows or columns.
        var vectors = new double[count][];
        for (int i = 0; i < count; i++)
        {
            var vector = vectors[i] = new double[length];
            for (int j = 0; j < length; j++)
                vector[j] = random.NextNormal();
            for (int pass = 0; pass < 2; pass++)
                for (int earlier = 0; earlier < i; earlier++)
                    AddScaled(vector, -Dot(vector, vectors[earlier]), vectors[earlier]);
            Scale(vector, 1 / Math.Sqrt(Dot(vector, vector)));
        }

        for (int unit = 0; unit < units; unit++)
            for (int input = 0; input < inputs; input++)
                matrix[unit * inputs + input] =
                    (float)(gain * (units <= inputs ? vectors[unit][input] : vectors[input][unit]));
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var x = MemoryMarshal.Cast<double, Vector<double>>(a);
        var y = MemoryMarshal.Cast<double, Vector<double>>(b);

        // Four sums hide the latency of the additions.
        Vector<double> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        int i = 0;
        for (; i + 4 <= x.Length; i += 4)
        {
            sum0 += x[i] * y[i];
            sum1 += x[i + 1] * y[i + 1];
            sum2 += x[i + 2] * y[i + 2];
            sum3 += x[i + 3] * y[i + 3];
        }

        for (; i < x.Length; i++)
            sum0 += x[i] * y[i];
        double sum = Vector.Sum(sum0 + sum1 + (sum2 + sum3));
        for (int j = x.Length * Vector<double>.Count; j < a.Length; j++)
            sum += a[j] * b[j];
        return sum;
    }

    private static void AddScaled(Span<double> target, double factor, ReadOnlySpan<double> source)
    {
        var t = MemoryMarshal.Cast<double, Vector<double>>(target);
        var s = MemoryMarshal.Cast<double, Vector<double>>(source);
        for (int i = 0; i < t.Length; i++)
            t[i] += new Vector<double>(factor) * s[i];
        for (int j = t.Length * Vector<double>.Count; j < target.Length; j++)
            target[j] += factor * source[j];
    }

    private static void Scale(Span<double> vector, double factor)
    {
        foreach (ref double value in vector)
            value *= factor;
    }
}
