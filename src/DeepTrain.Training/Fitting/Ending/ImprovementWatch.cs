namespace DeepTrain;

/// <summary>Keeps the best value of what is watched, the network's state then, and how long ago that was.</summary>
internal sealed class ImprovementWatch
{
    private readonly int _metric = -1;
    private readonly double _minDelta;
    private readonly bool _higherIsBetter;
    private readonly bool _usesValidation;
    private readonly bool _keepsState;
    private NetworkSnapshot? _spare;

    public ImprovementWatch(FitOptions options)
    {
        Patience = options.EarlyStopping?.Patience ?? int.MaxValue;
        _minDelta = options.EarlyStopping?.MinDelta ?? 0;
        _usesValidation = options.Validation != null;
        _keepsState = options.RestoreBest || options.EarlyStopping != null;
        if (options.EarlyStopping?.Metric is { } watched)
        {
            _metric = options.Metrics.Select(metric => metric.Name).ToList().IndexOf(watched.Name);
            _higherIsBetter = options.Metrics[_metric].HigherIsBetter;
            Name = watched.Name;
        }
        else
        {
            Name = _usesValidation ? "validation loss" : "training loss";
        }
    }

    /// <summary>Null where nothing is to be watched: there are neither validation rows nor early stopping.</summary>
    public static ImprovementWatch? Create(FitOptions options) =>
        options.Validation == null && options.EarlyStopping == null ? null : new ImprovementWatch(options);

    /// <summary>What is watched.</summary>
    public string Name { get; }

    public int Patience { get; }

    /// <summary>The best value, NaN before there is one.</summary>
    public double Best { get; set; } = double.NaN;

    /// <summary>The epoch of the best value.</summary>
    public int BestEpoch { get; set; } = -1;

    /// <summary>Epochs since the last improvement.</summary>
    public int Waited { get; set; }

    /// <summary>The state at the best value.</summary>
    public NetworkSnapshot? State { get; set; }

    /// <summary>Whether the fit is to end.</summary>
    public bool IsExhausted => Waited >= Patience;

    public void Add(EpochRecord epoch, INetwork network)
    {
        double value = _metric >= 0
            ? epoch.Metrics[_metric]
            : _usesValidation ? epoch.ValidationLoss!.Value : epoch.TrainingLoss;
        double gain = _higherIsBetter ? value - Best : Best - value;
        // NaN is more than nothing, and infinity is no value to go back to
        bool isBetter = double.IsFinite(value) && (BestEpoch < 0 || gain > _minDelta);
        if (!isBetter)
        {
            Waited++;
            return;
        }
        if (_keepsState)
        {
            _spare ??= new NetworkSnapshot();
            _spare.Take(network);
            // a loss may be finite and a weight not, where a unit is dead
            if (!_spare.IsFinite)
            {
                Waited++;
                return;
            }
            (State, _spare) = (_spare, State);
        }
        (Best, BestEpoch, Waited) = (value, epoch.Epoch, 0);
    }
}
