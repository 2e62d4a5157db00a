namespace DeepTrain;

/// <summary>How a network is trained. The same options may serve many fits: nothing in them changes.</summary>
public sealed record FitOptions
{
    /// <summary>How often all rows are seen, at least 1.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Updates after which the fit ends, at least 1, in place of <see cref="Epochs"/>; null for these.</summary>
    public long? Steps { get; init; }

    /// <summary>Rows in a batch, at least 1.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>What becomes of the rows that fill no batch.</summary>
    public LastBatch LastBatch { get; init; } = LastBatch.Merge;

    /// <summary>Whether each epoch has another order, a function of <see cref="Seed"/> and epoch.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>The seed of orders and augmentation. Weights and dropout have the network's own.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Whether an epoch is one update, by the gradient over all rows. It is added up in parts of <see cref="BatchSize"/>
    /// rows, each of which batch norm normalises on its own.
    /// </summary>
    public bool FullBatch { get; init; }

    /// <summary>
    /// How many batches an update takes together, at least 1: the gradient is exactly the mean over their rows. Fewer are
    /// left for the last update of an epoch.
    /// </summary>
    public int Accumulate { get; init; } = 1;

    /// <summary>
    /// In how many parts a batch is cut, from 1 to <see cref="BatchSize"/>; null for none. Each part, a shard, is a batch of
    /// its own to batch norm, and the gradient is the mean over all rows. Shards are what several processes share: a fit
    /// with the same number of them leaves the same bits on one process and on many (<c>DistributedTrainer.Fit</c> of the
    /// package
    /// <c>DeepTrain.Distributed</c>), and a checkpoint of one is resumed by the other.
    /// </summary>
    /// <remarks>
    /// With shards a wish to stop, of the token or of a callback, counts after the next batch, or at once between two
    /// epochs, as it has to be told to all processes. With <see cref="Accumulate"/> or <see cref="FullBatch"/>, gradients
    /// are kept for each shard of a process until the update.
    /// </remarks>
    public int? Shards { get; init; }

    /// <summary>Rows that are measured after each epoch, and not trained on.</summary>
    public Dataset? Validation { get; init; }

    /// <summary>What is measured after each epoch besides the loss: of the validation rows or, without them, the training
    /// rows.</summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>
    /// Whether the loss of the training rows is measured after each epoch in inference mode, in which it can be compared
    /// with the validation loss. Costs a pass over all rows without an update.
    /// </summary>
    public bool EvaluateTraining { get; init; }

    /// <summary>The learning rate as a function of the step; null for the network's own throughout.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>When to end before all epochs are done; null for never.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>
    /// Whether the network gets the best state of all epochs at the end, whatever ended the fit: that of the lowest
    /// validation loss, or what <see cref="EarlyStopping"/> watches. Without both there is no best one. The last state is
    /// kept too: <see cref="FitResult.RestoreLast"/>.
    /// </summary>
    public bool RestoreBest { get; init; } = true;

    /// <summary>A file to go on from after an interruption; null for none.</summary>
    public Checkpoint? Checkpoint { get; init; }

    /// <summary>An average of the weights in their place; null for the weights themselves.</summary>
    public WeightAveraging? Averaging { get; init; }

    /// <summary>
    /// The fit ends when the smoothed loss is more than this times the initial one; above 1, or infinity for never. NaN and
    /// infinity in a loss always end it.
    /// </summary>
    public double DivergenceFactor { get; init; } = 3;

    /// <summary>A weight for each class, for rows with labels; finite, from 0. Null: all count alike.</summary>
    public IReadOnlyList<float>? ClassWeights { get; init; }

    /// <summary>
    /// A weight for each row of the dataset, multiplied by that of its class; finite, from 0. Null: all count alike.
    /// Validation rows count alike in any case.
    /// </summary>
    public IReadOnlyList<float>? RowWeights { get; init; }

    /// <summary>What is done to each row, anew in each epoch; null for nothing.</summary>
    public Augmentation? Augmentation { get; init; }

    /// <summary>Threads that read ahead, from 0: then the calling thread reads. Any number gives the same bits.</summary>
    public int Workers { get; init; }

    /// <summary>
    /// Threads of a training step, at least 1, for as long as the fit takes; null: as many as the network has. Any number
    /// gives the same bits.
    /// </summary>
    public int? Threads { get; init; }

    /// <summary>How the layers are watched: <see cref="FitResult.Monitoring"/>; null for not at all.</summary>
    public MonitorOptions? Monitor { get; init; }

    /// <summary>Who is told how the fit goes on, in this order.</summary>
    public IReadOnlyList<ICallback> Callbacks { get; init; } = [];

    /// <summary>Who writes down what was measured; called after <see cref="Callbacks"/>.</summary>
    public IReadOnlyList<ICallback> Loggers { get; init; } = [];

    /// <summary>Who shows where the fit is, such as <c>ConsoleProgress.Auto()</c>; null for nobody.</summary>
    public IProgress<FitProgress>? Progress { get; init; }

    /// <summary>Who says in words what the run looks like: <see cref="FitResult.Diagnosis"/>.</summary>
    public IDiagnosisReader DiagnosisReader { get; init; } = LossCurveReader.Instance;
}
