namespace DeepTrain;

/// <summary>Trains with whole batches, on this process alone.</summary>
internal sealed class BatchTrainer(INetwork network, RowWeighting? weighting) : IBatchTrainer
{
    // of the batches since the last update
    private double _weight;
    private bool _hasGradients;

    public double Loss { get; private set; }

    public double Weight { get; private set; }

    public int Rows { get; private set; }

    public bool IsBetweenUpdates => !_hasGradients && _weight == 0;

    public void Train(Batch batch)
    {
        if (!Begin(batch))
            return;
        double penalty = network.Penalty();
        float loss = (batch.HasLabels, weighting) switch
        {
            (true, null) => network.TrainBatch(batch.Inputs, batch.Labels),
            (true, _) => network.TrainBatch(batch.Inputs, batch.Labels, weighting.Weights),
            (false, null) => network.TrainBatch(batch.Inputs, batch.Targets),
            (false, _) => network.TrainBatch(batch.Inputs, batch.Targets, weighting.Weights),
        };
        Loss = loss - penalty;
    }

    public void Add(Batch batch)
    {
        if (!Begin(batch))
            return;
        double penalty = network.Penalty();
        float scale = (float)Weight, loss;
        if (_hasGradients)
            loss = Accumulate(batch, scale);
        else
        {
            // what an earlier use of the network has left is replaced, not added to
            loss = Compute(batch);
            ShardMath.Scale(network.Gradients, scale, network.Gradients);
        }
        Loss = loss - penalty;
        _weight += Weight;
        _hasGradients = true;
    }

    public void Apply()
    {
        if (_hasGradients)
        {
            ShardMath.Scale(network.Gradients, (float)(1 / _weight), network.Gradients);
            network.ApplyGradients();
        }
        (_weight, _hasGradients) = (0, false);
    }

    // Whether the batch has rows that count.
    private bool Begin(Batch batch)
    {
        Weight = weighting?.Fill(batch) ?? batch.Rows;
        Rows = batch.Rows;
        Loss = 0;
        return Weight > 0;
    }

    private float Compute(Batch batch) => (batch.HasLabels, weighting) switch
    {
        (true, null) => network.ComputeGradients(batch.Inputs, batch.Labels),
        (true, _) => network.ComputeGradients(batch.Inputs, batch.Labels, weighting.Weights),
        (false, null) => network.ComputeGradients(batch.Inputs, batch.Targets),
        (false, _) => network.ComputeGradients(batch.Inputs, batch.Targets, weighting.Weights),
    };

    private float Accumulate(Batch batch, float scale) => (batch.HasLabels, weighting) switch
    {
        (true, null) => network.Accumulate(batch.Inputs, batch.Labels, scale),
        (true, _) => network.Accumulate(batch.Inputs, batch.Labels, weighting.Weights, scale),
        (false, null) => network.Accumulate(batch.Inputs, batch.Targets, scale),
        (false, _) => network.Accumulate(batch.Inputs, batch.Targets, weighting.Weights, scale),
    };
}
