using DeepTrain.Runtime;

namespace DeepTrain.Tests.Reference;

/// <summary>One way through a network: its mode, its random numbers, and how close it comes to a kink.</summary>
/// <param name="batch">How many training batches there were before: the counter of the random numbers.</param>
/// <param name="rounding">Null for an exact pass.</param>
internal sealed class Pass(bool training, ulong seed, long batch, Rounding? rounding)
{
    public bool Training => training;

    /// <summary>
    /// The distances, relative to their row, from points where a derivative jumps. At such a point float and double may
    /// rightly disagree, so comparisons keep away from it.
    /// </summary>
    public List<double> Kinks { get; } = [];

    /// <summary>Whether nothing is rounded: sums then need not know how large their terms were.</summary>
    public bool IsExact => rounding is null;

    public Sum OfProducts(ReadOnlySpan<double> a, ReadOnlySpan<double> b) =>
        IsExact ? new Sum { Value = Sum.OfProductsExactly(a, b) } : Sum.OfProducts(a, b);

    public double Round(double value) => rounding?.Of(value) ?? value;

    public double Round(in Sum sum) => rounding?.Of(sum) ?? sum.Value;

    /// <summary>Notes how far a row's elements are from a kink at 0.</summary>
    public void KinksAtZero(double[] row)
    {
        double scale = row.Largest();
        foreach (double element in row)
            Kink(element, scale);
    }

    public void Kink(double distance, double scale) => Kinks.Add(distance == 0 ? 0 : distance / scale);

    /// <summary>The 32 random bits of an element.</summary>
    public uint Random(ReferenceLayer layer, int row, int column)
    {
        RandomKey key = CounterRandom.Key(seed, batch, layer.Index);
        return CounterRandom.Bits(layer.Element(row, column), key);
    }
}
