using System.Numerics;

namespace DeepTrain.Tests.Reference;

/// <summary>Sums side by side, whose next terms come as a row.</summary>
/// <param name="isExact">Whether their values are all that is wanted.</param>
internal sealed class SumRow(int count, bool isExact)
{
    private readonly double[] _values = new double[count], _sizes = new double[isExact ? 0 : count];
    private readonly long[] _terms = new long[isExact ? 0 : count];

    public Sum this[int k] => isExact
        ? new() { Value = _values[k] }
        : new() { Value = _values[k], Size = _sizes[k], Terms = (int)_terms[k] };

    public void Add(double factor, ReadOnlySpan<double> row)
    {
        if (isExact)
            AddExactly(factor, row);
        else
            AddWithSizes(factor, row);
    }

    private void AddExactly(double factor, ReadOnlySpan<double> row)
    {
        int k = 0;
        for (; Vector.IsHardwareAccelerated && k <= row.Length - Vector<double>.Count; k += Vector<double>.Count)
            (new Vector<double>(_values, k) + factor * new Vector<double>(row[k..])).CopyTo(_values, k);
        for (; k < row.Length; k++)
            _values[k] += factor * row[k];
    }

    private void AddWithSizes(double factor, ReadOnlySpan<double> row)
    {
        int k = 0;
        for (; Vector.IsHardwareAccelerated && k <= row.Length - Vector<double>.Count; k += Vector<double>.Count)
        {
            Vector<double> term = factor * new Vector<double>(row[k..]);
            (new Vector<double>(_values, k) + term).CopyTo(_values, k);
            (new Vector<double>(_sizes, k) + Vector.Abs(term)).CopyTo(_sizes, k);
            // what is equal is -1
            (new Vector<long>(_terms, k) + Vector<long>.One + Vector.Equals(term, Vector<double>.Zero)).CopyTo(_terms, k);
        }

        for (; k < row.Length; k++)
        {
            double term = factor * row[k];
            _values[k] += term;
            _sizes[k] += Math.Abs(term);
            if (term != 0)
                _terms[k]++;
        }
    }
}
