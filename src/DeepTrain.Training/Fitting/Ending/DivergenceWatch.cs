namespace DeepTrain;

/// <summary>Tells when the loss has risen far above that of the network's initial weights.</summary>
internal sealed class DivergenceWatch(double factor)
{
    // how much the latest batch counts
    private const double Newest = 0.1;

    // before that, a few batches of few rows may be a bad draw
    private const int FewestBatches = 20;

    private const int InitialRows = 256;

    /// <summary>
    /// The initial loss and what losses are held against, and of the smoothed loss the sum, in which each loss counts less
    /// the older it is, and the sum of what they count.
    /// </summary>
    public DivergenceState State { get; set; } = new(double.NaN, double.NaN, 0, 0, 0);

    /// <summary>Whether the smoothed loss is too high.</summary>
    /// <param name="isLast">Whether there will be no more batches to wait for.</param>
    public bool IsDiverged(bool isLast) =>
        (State.Batches >= FewestBatches || isLast) && State.Sum / State.Count > factor * State.Reference;

    public void Add(double loss) => State = State with
    {
        Sum = (1 - Newest) * State.Sum + Newest * loss,
        Count = (1 - Newest) * State.Count + Newest,
        Batches = State.Batches + 1,
    };

    /// <summary>Measures the loss of the first rows in training mode, which leaves the network as it is.</summary>
    public void MeasureInitial(INetwork network, Dataset data, int batchSize)
    {
        int[] rows = [.. Enumerable.Range(0, Math.Min(data.Rows, Math.Max(InitialRows, batchSize)))];
        Batch batch = data.CreateBatch(rows.Length);
        data.Read(rows, batch);
        float loss = data.HasLabels
            ? network.Inspect(batch.Inputs, batch.Labels, Nobody.Instance)
            : network.Inspect(batch.Inputs, batch.Targets, Nobody.Instance);
        double initial = loss - (double)network.Penalty();
        // a network that goes on learning may begin next to 0: who knows nothing of the rows is no divergence
        State = State with { Initial = initial, Reference = Math.Max(initial, Ignorance(network, batch)) };
    }

    // The loss of the best constant output, or a bound above it.
    private static double Ignorance(INetwork network, Batch batch) => network.Description.LossKind switch
    {
        LossKind.SoftmaxCrossEntropy => Math.Log(network.OutputSize),
        LossKind.BinaryCrossEntropy => Math.Log(2),
        LossKind.MeanAbsoluteError => MeanDistance(batch, Math.Abs),
        LossKind.Huber => MeanDistance(batch, distance => distance * distance / 2),
        _ => MeanDistance(batch, distance => distance * distance),
    };

    // Of targets from the means of their columns.
    private static double MeanDistance(Batch batch, Func<double, double> measure)
    {
        ReadOnlySpan<float> targets = batch.Targets;
        double[] means = new double[batch.TargetSize];
        for (int next = 0; next < targets.Length; next++)
            means[next % means.Length] += (double)targets[next] / batch.Rows;
        double sum = 0;
        for (int next = 0; next < targets.Length; next++)
            sum += measure(targets[next] - means[next % means.Length]);
        return sum / targets.Length;
    }

    private sealed class Nobody : ILayerObserver
    {
        public static Nobody Instance { get; } = new();

        public void Observe(LayerDescription layer, int rows, ReadOnlySpan<float> activations, ReadOnlySpan<float> gradients)
        {
        }
    }
}
