namespace DeepTrain.Gen.Signal;

/// <summary>Sums whose rounding error grows with log n instead of n (Higham, Accuracy and Stability, 4.2).</summary>
internal static class Summation
{
    /// <summary>Eight running sums for up to 128 terms, halves beyond: the order of numpy's sum, digit for digit.</summary>
    public static double Pairwise(double[] terms) => Pairwise(terms, 0, terms.Length);

    private static double Pairwise(double[] x, int start, int n)
    {
        if (n < 8)
        {
            double sum = 0;
            for (int i = 0; i < n; i++)
                sum += x[start + i];
            return sum;
        }

        if (n > 128)
        {
            int half = n / 2;
            half -= half % 8;
            return Pairwise(x, start, half) + Pairwise(x, start + half, n - half);
        }

        double s0 = x[start], s1 = x[start + 1], s2 = x[start + 2], s3 = x[start + 3];
        double s4 = x[start + 4], s5 = x[start + 5], s6 = x[start + 6], s7 = x[start + 7];
        int at = 8;
        for (; at < n - n % 8; at += 8)
        {
            int p = start + at;
            s0 += x[p];
            s1 += x[p + 1];
            s2 += x[p + 2];
            s3 += x[p + 3];
            s4 += x[p + 4];
            s5 += x[p + 5];
            s6 += x[p + 6];
            s7 += x[p + 7];
        }

        double total = ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
        for (; at < n; at++)
            total += x[start + at];
        return total;
    }
}
