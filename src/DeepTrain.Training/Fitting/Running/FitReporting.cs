namespace DeepTrain;

/// <summary>Tells callbacks, loggers and progress how a fit goes on.</summary>
internal sealed class FitReporting
{
    private readonly FitContext _context;
    private readonly int _epochs;
    private readonly ICallback[] _callbacks;
    private readonly IProgress<FitProgress>? _progress;
    private bool _hasBegun;

    public FitReporting(FitContext context, int epochs)
    {
        (_context, _epochs) = (context, epochs);
        var monitor = context.Options.Monitor is { } options ? new MonitorRun(options) : null;
        Monitoring = monitor?.Log;
        _callbacks = [.. monitor == null ? (ICallback[])[] : [monitor], .. context.Options.Callbacks, .. context.Options.Loggers];
        _progress = context.Options.Progress;
    }

    public MonitorLog? Monitoring { get; }

    public void Place(int epoch, int batch, long step) =>
        (_context.Epoch, _context.Batch, _context.Step) = (epoch, batch, step);

    public void Begin(float rate)
    {
        foreach (ICallback callback in _callbacks)
            callback.OnFitBegin(_context);
        _hasBegun = true;
        _progress?.Report(Progress(FitPhase.Begin, double.NaN, rate));
    }

    public void Batch(int epoch, int batch, long step, float loss, double meanLoss, float rate)
    {
        Place(epoch, batch, step);
        foreach (ICallback callback in _callbacks)
            callback.OnBatchEnd(_context, loss);
        _progress?.Report(Progress(FitPhase.Batch, meanLoss, rate));
    }

    public void Epoch(EpochRecord epoch, float rate)
    {
        foreach (ICallback callback in _callbacks)
            callback.OnEpochEnd(_context, epoch);
        _progress?.Report(Progress(FitPhase.Epoch, epoch.TrainingLoss, rate) with
        {
            Record = epoch, MetricNames = _context.History.MetricNames,
        });
    }

    public void End(FitResult result, float rate)
    {
        foreach (ICallback callback in _callbacks)
            callback.OnFitEnd(_context, result);
        _hasBegun = false;
        _progress?.Report(Progress(FitPhase.End, double.NaN, rate) with { Stopped = result.Stopped });
    }

    public void Fail(float rate)
    {
        if (_hasBegun)
            _progress?.Report(Progress(FitPhase.End, double.NaN, rate));
    }

    public List<KeyValuePair<string, string>> SaveStates()
    {
        var states = new List<KeyValuePair<string, string>>();
        foreach (IStatefulCallback callback in _callbacks.OfType<IStatefulCallback>())
            states.Add(KeyValuePair.Create(callback.StateKey, callback.SaveState()));
        return states;
    }

    /// <exception cref="InvalidDataException">A callback's state is not there.</exception>
    public void RequireStates(string path, IReadOnlyList<KeyValuePair<string, string>> states)
    {
        foreach (IStatefulCallback callback in _callbacks.OfType<IStatefulCallback>())
        {
            if (!states.Any(pair => pair.Key == callback.StateKey))
            {
                throw new InvalidDataException(
                    $"{path}: expected the state of the callback {Runtime.Quoted.Value(callback.StateKey)}, found none. "
                    + "Delete the file, or name another folder, to begin anew.");
            }
        }
    }

    public void RestoreStates(IReadOnlyList<KeyValuePair<string, string>> states)
    {
        foreach (IStatefulCallback callback in _callbacks.OfType<IStatefulCallback>())
            callback.RestoreState(states.First(pair => pair.Key == callback.StateKey).Value);
    }

    private FitProgress Progress(FitPhase phase, double loss, float rate) => new()
    {
        Phase = phase, Epoch = _context.Epoch, Epochs = _epochs, Batch = _context.Batch, Batches = _context.BatchesPerEpoch,
        Step = _context.Step, TotalSteps = _context.TotalSteps, Loss = loss, LearningRate = rate,
        ResumedAt = _context.ResumedAt,
    };
}
