namespace DeepTrain;

/// <summary>The mean of a measure of the distance between outputs and targets.</summary>
internal sealed class DistanceMetric(string name, Func<double, double> measure, Func<double, double> finish) : Metric
{
    public override string Name => name;

    public override bool HigherIsBetter => false;

    public override string? Misfit(NetworkDescription network, Dataset data) => NumberMetrics.Misfit(data);

    public override MetricSum Begin(NetworkDescription network) => new Mean(measure, finish);

    private sealed class Mean(Func<double, double> measure, Func<double, double> finish) : MetricSum
    {
        private double _sum;
        private long _count;

        public override double Value => finish(_sum / _count);

        public override void Reset() => (_sum, _count) = (0, 0);

        public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<int> labels)
        {
            for (int next = 0; next < outputs.Length; next++)
                _sum += measure((double)outputs[next] - targets[next]);
            _count += outputs.Length;
        }
    }
}

/// <summary>The coefficient of determination.</summary>
internal sealed class DeterminationMetric : Metric
{
    public override string Name => "R2";

    public override bool HigherIsBetter => true;

    public override string? Misfit(NetworkDescription network, Dataset data) => NumberMetrics.Misfit(data);

    public override MetricSum Begin(NetworkDescription network) => new Explained(network.OutputSize);

    private sealed class Explained(int size) : MetricSum
    {
        // column by column; squares from the running mean (Welford), for targets far from 0
        private readonly double[] _residual = new double[size];
        private readonly double[] _mean = new double[size];
        private readonly double[] _spread = new double[size];
        private long _rows;

        public override double Value
        {
            get
            {
                double sum = 0;
                int columns = 0;
                for (int column = 0; column < size; column++)
                {
                    if (_spread[column] == 0)
                        continue;
                    sum += 1 - _residual[column] / _spread[column];
                    columns++;
                }
                return columns == 0 ? double.NaN : sum / columns;
            }
        }

        public override void Reset()
        {
            Array.Clear(_residual);
            Array.Clear(_mean);
            Array.Clear(_spread);
            _rows = 0;
        }

        public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<int> labels)
        {
            for (int row = 0; row < outputs.Length / size; row++)
            {
                _rows++;
                for (int column = 0; column < size; column++)
                {
                    double target = targets[row * size + column], distance = outputs[row * size + column] - target;
                    _residual[column] += distance * distance;
                    double step = target - _mean[column];
                    _mean[column] += step / _rows;
                    _spread[column] += step * (target - _mean[column]);
                }
            }
        }
    }
}

internal static class NumberMetrics
{
    public static string? Misfit(Dataset data) => data.HasLabels
        ? "expected rows with targets, which are numbers; they have labels, which are classes." : null;
}
