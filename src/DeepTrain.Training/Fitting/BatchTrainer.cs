using System.Numerics;

namespace DeepTrain;

/// <summary>Trains a network with one batch after the other, of which an update may take several together.</summary>
internal sealed class BatchTrainer(INetwork network, RowWeighting? weighting)
{
    // of the batches since the last update
    private double _weight;
    private bool _hasGradients;

    /// <summary>The latest batch's loss, without penalty; its weight is 0 where it has no rows that count.</summary>
    public double Loss { get; private set; }

    /// <summary>The rows of the latest batch, or the sum of their weights.</summary>
    public double Weight { get; private set; }

    /// <summary>Whether an update would be the first of its gradients; only then may training be interrupted.</summary>
    public bool IsBetweenUpdates => !_hasGradients && _weight == 0;

    /// <summary>Trains with a batch that is an update of its own.</summary>
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

    /// <summary>Adds the gradients of a batch to those that are there, each row with its weight and not yet
    /// divided.</summary>
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
            Scale(network.Gradients, scale);
        }
        Loss = loss - penalty;
        _weight += Weight;
        _hasGradients = true;
    }

    /// <summary>Updates by the mean of what was added; no update where no row counts.</summary>
    public void Apply()
    {
        if (_hasGradients)
        {
            Scale(network.Gradients, (float)(1 / _weight));
            network.ApplyGradients();
        }
        (_weight, _hasGradients) = (0, false);
    }

    // Whether the batch has rows that count.
    private bool Begin(Batch batch)
    {
        Weight = weighting?.Fill(batch) ?? batch.Rows;
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

    private static void Scale(Span<float> numbers, float factor)
    {
        int next = 0;
        for (; next <= numbers.Length - Vector<float>.Count; next += Vector<float>.Count)
            (new Vector<float>(numbers[next..]) * factor).CopyTo(numbers[next..]);
        for (; next < numbers.Length; next++)
            numbers[next] *= factor;
    }
}
