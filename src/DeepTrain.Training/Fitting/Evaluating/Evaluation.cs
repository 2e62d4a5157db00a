namespace DeepTrain;

/// <summary>Measures loss and metrics of rows in inference mode. Nothing is allocated once it has run.</summary>
internal sealed partial class Evaluation : IDisposable
{
    // of moderate size: small networks are quick with them, and large ones need not much memory
    private const int MostRows = 256;
    private const int MostNumbers = 1 << 18;

    private readonly INetwork _network;
    private readonly BatchLoader _loader;
    private readonly MetricSum[] _metrics;
    private readonly StopAgreement? _stops;
    private readonly EvaluationSharing? _sharing;
    private float[] _outputs = [];

    /// <param name="network">What is measured.</param>
    /// <param name="data">On what.</param>
    /// <param name="metrics">What besides the loss.</param>
    /// <param name="workers">Threads that read streamed rows.</param>
    /// <param name="group">Who shares the work; null for nobody. All get all results.</param>
    /// <param name="stops">What ends it before its time.</param>
    public Evaluation(
        INetwork network, Dataset data, IReadOnlyList<Metric> metrics, int workers, IFitGroup? group = null,
        StopAgreement? stops = null)
    {
        _network = network;
        _stops = stops;
        _metrics = [.. metrics.Select(metric => metric.Begin(network.Description))];
        int batchSize = Math.Clamp(MostNumbers / Math.Max(data.InputSize, network.OutputSize), 1, MostRows);
        if (group is { Size: > 1 })
            _sharing = new EvaluationSharing(group, network, data, Math.Min(batchSize, data.Rows), _metrics.Length > 0);
        _loader = new BatchLoader(data, new LoaderOptions
        {
            BatchSize = batchSize,
            LastBatch = LastBatch.Keep,
            Shuffle = false,
            // rows in memory are copied faster than handed over
            Workers = data.IsStreamed ? workers : 0,
        }, _sharing == null ? null : _sharing.PartOf);
    }

    /// <summary>The mean loss of all rows, without penalty.</summary>
    public double Loss { get; private set; }

    /// <summary>The metrics of all rows.</summary>
    public double[] Values() => Array.ConvertAll(_metrics, metric => metric.Value);

    /// <summary>Measures all rows.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Run()
    {
        foreach (MetricSum metric in _metrics)
            metric.Reset();
        double sum = 0, penalty = _network.Penalty();
        long rows = 0;
        _loader.Begin(0);
        if (_sharing != null)
        {
            RunShared(_sharing, penalty);
            return;
        }
        CancellationToken token = _stops?.Token ?? CancellationToken.None;
        while (_loader.Next(token) is { } batch)
        {
            float loss = _network.Loss(batch);
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
        Span<float> outputs = Predict(batch);
        foreach (MetricSum metric in _metrics)
            metric.Add(outputs, batch.Targets, batch.Labels);
    }

    private Span<float> Predict(Batch batch)
    {
        int length = batch.Rows * _network.OutputSize;
        if (_outputs.Length < length)
            _outputs = new float[length];
        Span<float> outputs = _outputs.AsSpan(0, length);
        _network.Predict(batch.Inputs, outputs);
        return outputs;
    }
}
