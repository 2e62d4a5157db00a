namespace DeepTrain;

internal sealed class AreaUnderCurveMetric : Metric
{
    public override string Name => "AUC";

    public override bool HigherIsBetter => true;

    public override string? Misfit(NetworkDescription network, Dataset data) => ClassReading.Misfit(network);

    public override MetricSum Begin(NetworkDescription network) => new Ranks(network);

    private sealed class Ranks(NetworkDescription network) : MetricSum
    {
        private readonly bool _isMultiLabel = ClassReading.IsMultiLabel(network);
        private float[] _scores = [];
        private bool[] _isOfClass = [];
        private float[] _column = [];
        private bool[] _isOfColumn = [];
        private int _rows;

        public override double Value
        {
            get
            {
                if (_column.Length < _rows)
                    (_column, _isOfColumn) = (new float[_scores.Length], new bool[_scores.Length]);
                double sum = 0;
                int classes = 0;
                for (int column = 0; column < network.OutputSize; column++)
                {
                    double area = Area(column);
                    // left out for lack of rows; a score of NaN has no rank, and the metric is undefined
                    if (area < 0)
                        continue;
                    sum += area;
                    classes++;
                }
                return classes == 0 ? double.NaN : sum / classes;
            }
        }

        public override void Reset() => _rows = 0;

        public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<int> labels)
        {
            int size = network.OutputSize, rows = outputs.Length / size;
            if (_scores.Length < (_rows + rows) * size)
            {
                int length = Math.Max(_scores.Length * 2, (_rows + rows) * size);
                Array.Resize(ref _scores, length);
                Array.Resize(ref _isOfClass, length);
            }
            outputs.CopyTo(_scores.AsSpan(_rows * size));
            for (int row = 0; row < rows; row++, _rows++)
            {
                int actual = _isMultiLabel ? 0 : ClassReading.Actual(row, size, targets, labels);
                for (int column = 0; column < size; column++)
                {
                    _isOfClass[_rows * size + column] = _isMultiLabel
                        ? ClassReading.IsYes(targets[row * size + column])
                        : size == 1 ? actual == 1 : actual == column;
                }
            }
        }

        // Mann and Whitney: from the sum of ranks; -1 where all or no rows are of the class.
        private double Area(int column)
        {
            int size = network.OutputSize;
            double inside = 0;
            for (int row = 0; row < _rows; row++)
            {
                _column[row] = _scores[row * size + column];
                _isOfColumn[row] = _isOfClass[row * size + column];
                inside += _isOfColumn[row] ? 1 : 0;
                if (float.IsNaN(_column[row]))
                    return double.NaN;
            }
            double outside = _rows - inside;
            if (inside == 0 || outside == 0)
                return -1;
            Array.Sort(_column, _isOfColumn, 0, _rows);
            double ranks = 0;
            for (int start = 0, end; start < _rows; start = end)
            {
                int members = 0;
                for (end = start; end < _rows && _column[end] == _column[start]; end++)
                    members += _isOfColumn[end] ? 1 : 0;
                // equal scores share the mean of their ranks, which count from 1
                ranks += members * (start + 1.0 + end) / 2;
            }
            return (ranks - inside * (inside + 1) / 2) / (inside * outside);
        }
    }
}
