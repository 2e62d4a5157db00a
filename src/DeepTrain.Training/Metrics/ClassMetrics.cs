namespace DeepTrain;

internal sealed class AccuracyMetric : Metric
{
    public override string Name => "accuracy";

    public override bool HigherIsBetter => true;

    public override string? Misfit(NetworkDescription network, Dataset data) => ClassReading.Misfit(network);

    public override MetricSum Begin(NetworkDescription network) => new Share(network);

    private sealed class Share(NetworkDescription network) : MetricSum
    {
        private long _right, _all;

        public override double Value => (double)_right / _all;

        public override void Reset() => _right = _all = 0;

        public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<int> labels)
        {
            int size = network.OutputSize;
            if (ClassReading.IsMultiLabel(network))
            {
                for (int next = 0; next < outputs.Length; next++)
                {
                    bool isYes = ClassReading.IsYes(outputs[next]);
                    _right += !float.IsNaN(outputs[next]) && isYes == ClassReading.IsYes(targets[next]) ? 1 : 0;
                }
                _all += outputs.Length;
                return;
            }
            for (int row = 0; row < outputs.Length / size; row++)
            {
                int predicted = ClassReading.Predicted(outputs.Slice(row * size, size));
                _right += predicted == ClassReading.Actual(row, size, targets, labels) ? 1 : 0;
            }
            _all += outputs.Length / size;
        }
    }
}

internal sealed class TopKMetric(int k) : Metric
{
    public override string Name => $"top-{k} accuracy";

    public override bool HigherIsBetter => true;

    public override string? Misfit(NetworkDescription network, Dataset data) =>
        network.LossKind == LossKind.SoftmaxCrossEntropy
            ? null
            : $"expected a network with SoftmaxCrossEntropy, whose outputs are in an order; {network.Name} has {network.Loss}.";

    public override MetricSum Begin(NetworkDescription network) => new Share(network.OutputSize, k);

    private sealed class Share(int size, int k) : MetricSum
    {
        private long _right, _all;

        public override double Value => (double)_right / _all;

        public override void Reset() => _right = _all = 0;

        public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<int> labels)
        {
            for (int row = 0; row < outputs.Length / size; row++)
            {
                int actual = ClassReading.Actual(row, size, targets, labels);
                ReadOnlySpan<float> of = outputs.Slice(row * size, size);
                int before = 0;
                // equal ones in their order, and NaN is below nothing
                for (int next = 0; next < size; next++)
                    before += next != actual && !(of[next] < of[actual] || of[next] == of[actual] && next > actual) ? 1 : 0;
                _right += before < k && !float.IsNaN(of[actual]) ? 1 : 0;
            }
            _all += outputs.Length / size;
        }
    }
}

/// <summary>A metric of counts, class by class and then averaged.</summary>
internal sealed class CountedMetric(
    string name, ClassAverage average, Func<ClassCounts, (long Part, long Whole)> ratio) : Metric
{
    public override string Name => average == ClassAverage.Macro ? name : $"{name} (micro)";

    public override bool HigherIsBetter => true;

    public override string? Misfit(NetworkDescription network, Dataset data) => ClassReading.Misfit(network);

    public override MetricSum Begin(NetworkDescription network) => new Ratio(network, average, ratio);

    private sealed class Ratio(
        NetworkDescription network, ClassAverage average, Func<ClassCounts, (long Part, long Whole)> ratio) : MetricSum
    {
        private readonly ClassCounting _counting = new(network);

        public override double Value
        {
            get
            {
                ClassCounts all = default;
                double sum = 0;
                int classes = 0;
                foreach (ClassCounts counts in _counting.Counts)
                {
                    all += counts;
                    if (!counts.Occurs)
                        continue;
                    sum += Of(counts);
                    classes++;
                }
                if (classes == 0)
                    return double.NaN;
                return average == ClassAverage.Macro ? sum / classes : Of(all);
            }
        }

        public override void Reset() => _counting.Reset();

        public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<int> labels) =>
            _counting.Add(outputs, targets, labels);

        private double Of(ClassCounts counts)
        {
            (long part, long whole) = ratio(counts);
            return whole == 0 ? 0 : (double)part / whole;
        }
    }
}
