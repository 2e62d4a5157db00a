using System.Numerics;

namespace DeepTrain.Tests.Reference;

/// <summary>A sum that knows how large its terms were: what rounding can make of it depends on them.</summary>
internal struct Sum
{
    public double Value;
    public double Size;
    public int Terms;

    public void Add(double term)
    {
        Value += term;
        Size += Math.Abs(term);
        if (term != 0)
            Terms++;
    }

    /// <summary>a[0] b[0] + a[1] b[1] + ..., in as many sums as a vector has numbers.</summary>
    public static Sum OfProducts(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Sum sum = default;
        int k = 0;
        if (Vector.IsHardwareAccelerated)
        {
            Vector<double> value = default, size = default;
            Vector<long> terms = default;
            for (; k <= a.Length - Vector<double>.Count; k += Vector<double>.Count)
            {
                Vector<double> term = new Vector<double>(a[k..]) * new Vector<double>(b[k..]);
                value += term;
                size += Vector.Abs(term);
                // what is equal is -1
                terms += Vector<long>.One + Vector.Equals(term, Vector<double>.Zero);
            }

            sum = new Sum { Value = Vector.Sum(value), Size = Vector.Sum(size), Terms = (int)Vector.Sum(terms) };
        }

        for (; k < a.Length; k++)
            sum.Add(a[k] * b[k]);
        return sum;
    }

    /// <summary>Its value alone, to the same bits: an exact pass asks for no more.</summary>
    public static double OfProductsExactly(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        int k = 0;
        if (Vector.IsHardwareAccelerated)
        {
            Vector<double> value = default;
            for (; k <= a.Length - Vector<double>.Count; k += Vector<double>.Count)
                value += new Vector<double>(a[k..]) * new Vector<double>(b[k..]);
            sum = Vector.Sum(value);
        }

        for (; k < a.Length; k++)
            sum += a[k] * b[k];
        return sum;
    }

    public static Sum Of(params ReadOnlySpan<double> terms)
    {
        Sum sum = default;
        foreach (double term in terms)
            sum.Add(term);
        return sum;
    }
}
