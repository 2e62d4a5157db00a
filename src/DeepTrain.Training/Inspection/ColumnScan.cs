namespace DeepTrain;

/// <summary>Statistics of columns that may hold NaN and infinity, in two passes.</summary>
internal sealed class ColumnScan
{
    private readonly IReadOnlyList<string> _names;
    private readonly Column[] _columns;

    public ColumnScan(IReadOnlyList<string> names)
    {
        _names = names;
        _columns = [.. names.Select(_ => new Column())];
    }

    /// <summary>The first pass.</summary>
    public void Measure(ReadOnlySpan<float> rows, ReadOnlySpan<int> numbers)
    {
        for (int next = 0; next < rows.Length; next++)
            _columns[next % _columns.Length].Add(rows[next], numbers[next / _columns.Length]);
    }

    /// <summary>The second pass.</summary>
    public void CountOutliers(ReadOnlySpan<float> rows, double distance)
    {
        for (int next = 0; next < rows.Length; next++)
            _columns[next % _columns.Length].CountOutlier(rows[next], distance);
    }

    public ColumnReport[] Report() => [.. _columns.Select((column, number) => column.Report(_names[number]))];

    private sealed class Column
    {
        private long _count;
        private double _mean;
        private double _squares;
        private float _least = float.PositiveInfinity;
        private float _largest = float.NegativeInfinity;
        private int _nonFinite;
        private int _firstNonFinite = -1;
        private int _outliers;

        private double Std => _count == 0 ? double.NaN : _least == _largest ? 0 : Math.Sqrt(_squares / _count);

        public void Add(float value, int row)
        {
            if (!float.IsFinite(value))
            {
                if (_nonFinite++ == 0)
                    _firstNonFinite = row;
                return;
            }
            double before = value - _mean;
            _mean += before / ++_count;
            _squares += before * (value - _mean);
            _least = Math.Min(_least, value);
            _largest = Math.Max(_largest, value);
        }

        public void CountOutlier(float value, double distance)
        {
            if (float.IsFinite(value) && Math.Abs(value - _mean) > distance * Std)
                _outliers++;
        }

        public ColumnReport Report(string name) => new(
            name, _count == 0 ? double.NaN : _mean, Std, _count == 0 ? float.NaN : _least,
            _count == 0 ? float.NaN : _largest, _nonFinite, _firstNonFinite, _outliers);
    }
}
