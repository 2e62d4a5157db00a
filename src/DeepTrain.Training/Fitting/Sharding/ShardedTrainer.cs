namespace DeepTrain;

/// <summary>
/// Trains with batches that are cut into shards. Each shard is a batch of its own to batch norm, starts from the moving
/// averages before the batch, and draws its masks by its own number; the gradients, moving averages and losses of all are
/// summed along one tree. So neither the number of processes nor which of them has which shard changes a bit.
/// </summary>
internal sealed class ShardedTrainer : IBatchTrainer
{
    private readonly INetwork _network;
    private readonly RowWeighting? _weighting;
    private readonly int _shards;
    private readonly IndexRange _owned;
    private readonly IFitGroup _group;
    private readonly StopAgreement _stops;
    private readonly MovingAverages _averages;
    private readonly float[] _before; // averages before the batch
    private readonly float[] _after;
    private readonly float[] _changes;
    private readonly int _gradients;
    private readonly Parameter _anyTrainable;
    private readonly float[] _noGradient;
    private readonly ShardSums? _whole;   // gradients and averages of a batch
    private readonly ShardSums? _part;    // averages of a batch whose gradients are kept
    private readonly ShardSums? _update;  // gradients of several batches
    private readonly float[][] _kept = []; // those gradients, shard by shard
    private readonly ShardSums.Leaf _trainLeaf;
    private readonly ShardSums.Leaf _keepLeaf;
    private readonly ShardSums.Leaf _keptLeaf;

    private Batch? _batch;
    private IndexRange _rows; // of the batch, that this process has
    private long _counter;
    private double _penalty;
    private bool _isFirstShard;
    private double _weight;   // of the batches since the last update

    /// <param name="network">What is trained.</param>
    /// <param name="weighting">Null where all rows count alike.</param>
    /// <param name="shards">Of a batch.</param>
    /// <param name="group">The processes.</param>
    /// <param name="stops">What goes along with the sums.</param>
    /// <param name="accumulates">Whether updates take several batches.</param>
    public ShardedTrainer(
        INetwork network, RowWeighting? weighting, int shards, IFitGroup group, StopAgreement stops, bool accumulates)
    {
        (_network, _weighting, _shards, _group, _stops) = (network, weighting, shards, group, stops);
        _owned = ShardTree.Owned(shards, group.Rank, group.Size);
        _averages = new MovingAverages(network);
        (_before, _after) = (new float[_averages.Length], new float[_averages.Length]);
        _changes = new float[_averages.Length];
        // the shortest: it is written to only so that there are gradients
        _anyTrainable = network.Parameters.Where(parameter => parameter.IsTrainable).MinBy(parameter => parameter.Length)!;
        _noGradient = new float[_anyTrainable.Length];
        RequireGradients();
        _gradients = network.Gradients.Length;
        (_trainLeaf, _keepLeaf, _keptLeaf) = (TrainLeaf, KeepLeaf, KeptLeaf);
        if (accumulates)
        {
            _part = group.CreateSums(shards, _averages.Length);
            _update = group.CreateSums(shards, _gradients);
            _kept = [.. Enumerable.Range(0, _owned.Count).Select(_ => new float[_gradients])];
        }
        else
        {
            _whole = group.CreateSums(shards, checked(_gradients + _averages.Length));
        }
    }

    public double Loss { get; private set; }

    public double Weight { get; private set; }

    public int Rows { get; private set; }

    public bool IsBetweenUpdates => _weight == 0;

    /// <summary>The rows of a batch that a process reads: those of its shards.</summary>
    public static IndexRange RowsOf(int rows, int shards, IFitGroup group)
    {
        IndexRange owned = ShardTree.Owned(shards, group.Rank, group.Size);
        return new IndexRange(
            IndexRange.Part(rows, owned.First, shards).First, IndexRange.Part(rows, owned.End - 1, shards).End);
    }

    public void Train(Batch batch)
    {
        Begin(batch);
        _whole!.Compute(_trainLeaf);
        End(_whole, _gradients);
        if (Weight > 0)
            Update(_whole, Weight);
    }

    public void Add(Batch batch)
    {
        Begin(batch);
        _part!.Compute(_keepLeaf);
        End(_part, 0);
        _weight += Weight;
    }

    public void Apply()
    {
        if (_weight > 0)
        {
            _update!.Compute(_keptLeaf);
            _group.Sum(_update);
            Update(_update, _weight);
        }
        _weight = 0;
    }

    private void Begin(Batch batch)
    {
        _batch = batch;
        _rows = RowsOf(batch.WholeRows, _shards, _group);
        _weighting?.Fill(batch);
        _counter = _network.Batches;
        _penalty = _network.Penalty();
        _averages.CopyTo(_before);
        _isFirstShard = true;
    }

    // Sums up what all processes have, and takes the new averages, whose changes begin at a place.
    private void End(ShardSums sums, int changes)
    {
        (double cancellations, double stopRequests) = _stops.Wishes;
        // in any one of the sums of this process
        sums.Results[0].Totals = sums.Results[0].Totals with { Cancellations = cancellations, StopRequests = stopRequests };
        _group.Sum(sums);
        ShardTotals totals = sums.Total.Totals;
        (Weight, Rows) = (totals.Weight, (int)totals.Rows);
        Loss = Weight > 0 ? totals.Loss / Weight : 0;
        _stops.Take(totals.Cancellations, totals.StopRequests);
        _network.Batches = Weight > 0 ? _counter + _shards : _counter;
        if (_before.Length == 0)
            return;
        if (Weight > 0)
        {
            sums.CopyTotal(changes, 1, _changes);
            _averages.Advance(_before, _changes, (float)(1 / totals.CountedRows), _after);
        }
        _averages.CopyFrom(Weight > 0 ? _after : _before);
    }

    private void Update(ShardSums sums, double weight)
    {
        // a process whose shards had no rows has no gradients to write to
        RequireGradients();
        sums.CopyTotal(0, (float)(1 / weight), _network.Gradients);
        _network.ApplyGradients();
    }

    private void RequireGradients() => _anyTrainable.CopyGradientFrom(_noGradient);

    private void TrainLeaf(int shard, ShardSum into, bool adds)
    {
        Span<float> gradients = into.Numbers[.._gradients], changes = into.Numbers[_gradients..];
        ShardTotals totals = Run(shard, changes, adds);
        if (totals.Weight == 0 && adds)
            ShardMath.AddZero(gradients);
        else if (totals.Weight == 0)
            gradients.Clear();
        else if (adds)
            ShardMath.AddScaled(gradients, _network.Gradients, (float)totals.Weight);
        else
            ShardMath.Scale(_network.Gradients, (float)totals.Weight, gradients);
        into.Totals = adds ? into.Totals + totals : totals;
    }

    private void KeepLeaf(int shard, ShardSum into, bool adds)
    {
        ShardTotals totals = Run(shard, into.Numbers, adds);
        float[] kept = _kept[shard - _owned.First];
        if (_weight == 0)
            Array.Clear(kept);
        if (totals.Weight > 0)
            ShardMath.AddScaled(kept, _network.Gradients, (float)totals.Weight);
        into.Totals = adds ? into.Totals + totals : totals;
    }

    private void KeptLeaf(int shard, ShardSum into, bool adds)
    {
        float[] kept = _kept[shard - _owned.First];
        if (adds)
            ShardMath.Add(into.Numbers, kept, into.Numbers);
        else
            kept.CopyTo(into.Numbers);
        into.Totals = default;
    }

    // Computes a shard's gradients, and by how much it changes the averages, times its rows.
    private ShardTotals Run(int shard, Span<float> changes, bool adds)
    {
        IndexRange rows = IndexRange.Part(_batch!.WholeRows, shard, _shards);
        rows = new IndexRange(rows.First - _rows.First, rows.End - _rows.First);
        double weight = rows.Count;
        if (_weighting != null)
        {
            weight = 0;
            foreach (float next in _weighting.Weights[rows.First..rows.End])
                weight += next;
        }
        if (weight == 0)
        {
            if (adds)
                ShardMath.AddZero(changes);
            else
                changes.Clear();
            return new ShardTotals(0, 0, rows.Count, 0, 0, 0);
        }
        if (!_isFirstShard && _before.Length > 0)
            _averages.CopyFrom(_before);
        _isFirstShard = false;
        _network.Batches = _counter + shard;
        double loss = Compute(rows) - _penalty;
        if (_before.Length > 0)
        {
            _averages.CopyTo(_after);
            for (int next = 0; next < _after.Length; next++)
                _after[next] -= _before[next];
            if (adds)
                ShardMath.AddScaled(changes, _after, rows.Count);
            else
                ShardMath.Scale(_after, rows.Count, changes);
        }
        return new ShardTotals(loss * weight, weight, rows.Count, rows.Count, 0, 0);
    }

    private float Compute(IndexRange rows)
    {
        ReadOnlySpan<float> inputs = Slice(_batch!.Inputs, rows, _batch.InputSize);
        ReadOnlySpan<float> weights = _weighting == null ? default : _weighting.Weights[rows.First..rows.End];
        if (_batch.HasLabels)
        {
            ReadOnlySpan<int> labels = _batch.Labels[rows.First..rows.End];
            return _weighting == null
                ? _network.ComputeGradients(inputs, labels) : _network.ComputeGradients(inputs, labels, weights);
        }
        ReadOnlySpan<float> targets = Slice(_batch.Targets, rows, _batch.TargetSize);
        return _weighting == null
            ? _network.ComputeGradients(inputs, targets) : _network.ComputeGradients(inputs, targets, weights);

        static ReadOnlySpan<float> Slice(ReadOnlySpan<float> numbers, IndexRange rows, int size) =>
            numbers[(rows.First * size)..(rows.End * size)];
    }
}
