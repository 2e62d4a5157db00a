namespace DeepTrain;

/// <summary>Measures loss and metrics of rows in inference mode. Nothing is allocated once it has run.</summary>
internal sealed class Evaluation : IDisposable
{
    // of moderate size: small networks are quick with them, and large ones need not much memory
    private const int MostRows = 256;
    private const int MostNumbers = 1 << 18;

    private readonly INetwork _network;
    private readonly BatchLoader _loader;
    private readonly MetricSum[] _metrics;
    private float[] _outputs = [];

    public Evaluation(INetwork network, Dataset data, IReadOnlyList<Metric> metrics, int workers)
    {
        _network = network;
        _metrics = [.. metrics.Select(metric => metric.Begin(network.Description))];
        _loader = new BatchLoader(data, new LoaderOptions
        {
            BatchSize = Math.Clamp(MostNumbers / Math.Max(data.InputSize, network.OutputSize), 1, MostRows),
            LastBatch = LastBatch.Keep,
            Shuffle = false,
            // rows in memory are copied faster than handed over
            Workers = data.IsStreamed ? workers : 0,
        });
    }

    /// <summary>The mean loss of all rows, without penalty.</summary>
    public double Loss { get; private set; }

    /// <summary>The metrics of all rows.</summary>
    public double[] Values() => Array.ConvertAll(_metrics, metric => metric.Value);

    /// <summary>Measures all rows.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Run(CancellationToken token)
    {
        foreach (MetricSum metric in _metrics)
            metric.Reset();
        double sum = 0, penalty = _network.Penalty();
        long rows = 0;
        _loader.Begin(0);
        while (_loader.Next(token) is { } batch)
        {
            float loss = batch.HasLabels
                ? _network.Loss(batch.Inputs, batch.Labels) : _network.Loss(batch.Inputs, batch.Targets);
            sum += (loss - penalty) * batch.Rows;
            rows += batch.Rows;
            if (_metrics.Length > 0)
                AddMetrics(batch);
        }
        Loss = sum / rows;
    }

    public void Dispose() => _loader.Dispose();

    private void AddMetrics(Batch batch)
    {
        int length = batch.Rows * _network.OutputSize;
        if (_outputs.Length < length)
            _outputs = new float[length];
        Span<float> outputs = _outputs.AsSpan(0, length);
        _network.Predict(batch.Inputs, outputs);
        foreach (MetricSum metric in _metrics)
            metric.Add(outputs, batch.Targets, batch.Labels);
    }
}
