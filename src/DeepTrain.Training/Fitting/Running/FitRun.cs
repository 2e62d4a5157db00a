using System.Diagnostics;

namespace DeepTrain;

/// <summary>A fit from its beginning, or from a checkpoint, to its end.</summary>
internal sealed partial class FitRun : IDisposable
{
    private readonly INetwork _network;
    private readonly Dataset _data;
    private readonly FitOptions _options;
    private readonly BatchLoader _loader;
    private readonly IBatchTrainer _trainer;
    private readonly IFitGroup _group;
    private readonly StopAgreement _stops;
    private readonly FitReporting _reporting;
    private readonly FitContext _context;
    private readonly History _history;
    private readonly Evaluation? _trainingEvaluation;
    private readonly Evaluation? _validationEvaluation;
    private readonly ImprovementWatch? _watch;
    private readonly DivergenceWatch _divergence;
    private readonly PlateauRate? _plateau;
    private readonly WeightAverage? _average;
    private readonly CheckpointSaver? _saver;
    private readonly int _epochs;
    private readonly int _batches;
    private readonly int _together;
    private readonly long _steps;
    private readonly Func<FitState> _state;

    private int _epoch;
    private int _batch;
    private long _step;
    private float _baseRate;
    private float _rate;
    private bool _isSaved;
    private EpochSums _sums;
    private long _since;

    public FitRun(INetwork network, Dataset data, FitOptions options, IFitGroup group)
    {
        (_network, _data, _options, _group) = (network, data, options, group);
        _loader = new BatchLoader(data, new LoaderOptions
        {
            BatchSize = options.BatchSize, LastBatch = options.LastBatch, Shuffle = options.Shuffle, Seed = options.Seed,
            Augmentation = options.Augmentation, Workers = options.Workers,
        }, options.Shards is int parts ? (_, rows) => ShardedTrainer.RowsOf(rows, parts, group) : null);
        _batches = _loader.Batches;
        _together = options.FullBatch ? _batches : Math.Min(options.Accumulate, _batches);
        int updates = (_batches - 1) / _together + 1;
        _steps = options.Steps ?? (long)options.Epochs * updates;
        _epochs = options.Steps is long steps ? (int)Math.Min(int.MaxValue, (steps - 1) / updates + 1) : options.Epochs;
        _history = new History([.. options.Metrics.Select(metric => metric.Name)]);
        _context = new FitContext(network, data, options, _history) { BatchesPerEpoch = _batches, TotalSteps = _steps };
        _stops = new StopAgreement(_context, options.Shards == null ? null : group);
        RowWeighting? weighting = RowWeighting.Create(options);
        _trainer = options.Shards is int shards
            ? new ShardedTrainer(network, weighting, shards, group, _stops, accumulates: _together > 1)
            : new BatchTrainer(network, weighting);
        bool measuresTraining = options.EvaluateTraining || options.Validation == null && options.Metrics.Count > 0;
        if (options.Validation is { } validation)
            _validationEvaluation = new Evaluation(network, validation, options.Metrics, options.Workers, group, _stops);
        if (measuresTraining)
        {
            _trainingEvaluation = new Evaluation(
                network, data, options.Validation == null ? options.Metrics : [], options.Workers, group, _stops);
        }
        _watch = ImprovementWatch.Create(options);
        _divergence = new DivergenceWatch(options.DivergenceFactor);
        _plateau = options.Schedule is PlateauSchedule schedule ? new PlateauRate(schedule) : null;
        _reporting = new FitReporting(_context, _epochs);
        _baseRate = _rate = network.LearningRate;
        if (options.Averaging is { } averaging)
            _average = new WeightAverage(network, averaging);
        if (options.Checkpoint is { } checkpoint && group.Rank == 0)
            _saver = new CheckpointSaver(checkpoint);
        _state = State;
    }

    public StopReason Run(CancellationToken token)
    {
        _stops.Token = token;
        if (_options.Checkpoint is { } checkpoint && ReadCheckpoint(checkpoint.Path) is { } saved)
            Resume(checkpoint.Path, saved);
        if (_context.ResumedAt == null)
            _divergence.MeasureInitial(_network, _data, _options.BatchSize);
        _history.InitialLoss = _divergence.State.Initial;
        _since = Stopwatch.GetTimestamp();
        _reporting.Begin(_rate);
        while (true)
        {
            _stops.Meet();
            if (_watch?.IsExhausted == true)
                return StopReason.EarlyStopping;
            if (_epoch >= _epochs)
                return StopReason.Completed;
            if (_stops.IsStopRequested)
                return StopReason.Requested;
            if (TrainEpoch() is StopReason stopped)
                return stopped;
            if (!MeasureEpoch())
                return StopReason.Cancelled;
            // with Steps, the last epoch may be a part of one
            if (_step >= _steps)
                return _watch?.IsExhausted == true ? StopReason.EarlyStopping : StopReason.Completed;
            _saver?.SaveIfDue(_state);
        }
    }

    /// <summary>Writes the last checkpoint, restores what is best and tells everybody.</summary>
    public FitResult<TNetwork> End<TNetwork>(StopReason stopped, TNetwork network)
        where TNetwork : class, INetwork
    {
        if (!_isSaved && stopped is not (StopReason.NotFinite or StopReason.Diverged) && _trainer.IsBetweenUpdates)
            _saver?.SaveAtEnd(_state, isInterrupted: stopped == StopReason.Cancelled);
        if (_sums.Rows > 0)
            _history.Add(Record(null));
        _average?.Show();
        NetworkSnapshot last = NetworkSnapshot.Of(network);
        if (_options.RestoreBest)
            _watch?.State?.Restore(network);
        if (_options.Schedule != null)
            network.LearningRate = _baseRate;
        int? bestEpoch = _watch is { BestEpoch: >= 0 } ? _watch.BestEpoch : null;
        var result = new FitResult<TNetwork>(
            network, _options, stopped, _history, _context.ResumedAt, _watch?.State, bestEpoch,
            bestEpoch == null ? null : _watch!.Best, last);
        result.Monitoring = _reporting.Monitoring;
        result.Diagnosis = _options.DiagnosisReader.Read(result);
        _reporting.End(result, _rate);
        return result;
    }

    /// <summary>Lets progress know that there will be no more: a terminal has to be left as it was.</summary>
    public void Fail() => _reporting.Fail(_rate);

    public void Dispose()
    {
        _loader.Dispose();
        _trainingEvaluation?.Dispose();
        _validationEvaluation?.Dispose();
    }

    // Null when all its batches, or all steps, are done.
    private StopReason? TrainEpoch()
    {
        _loader.Begin(_epoch, _batch);
        while (_step < _steps)
        {
            if (_stops.IsCancelled)
                return StopReason.Cancelled;
            if (_stops.IsStopRequested && _trainer.IsBetweenUpdates)
                return StopReason.Requested;
            Batch? batch;
            try
            {
                batch = _loader.Next(_stops.OwnToken);
            }
            catch (OperationCanceledException) when (_stops.IsCancelled)
            {
                return StopReason.Cancelled;
            }
            if (batch == null)
                return null;
            Train(batch);
            if (_trainer.Weight > 0 && !double.IsFinite(_trainer.Loss))
                return StopReason.NotFinite;
            bool isLast = _step >= _steps || (_epoch == _epochs - 1 && _batch == _batches);
            if (_trainer.Weight > 0)
                _divergence.Add(_trainer.Loss);
            if (_divergence.IsDiverged(isLast))
                return StopReason.Diverged;
            if (_trainer.IsBetweenUpdates)
                _saver?.SaveIfDue(_state);
        }
        return null;
    }

    private void Train(Batch batch)
    {
        if (_trainer.IsBetweenUpdates)
            SetRate();
        bool isUpdate = true;
        if (_together == 1)
        {
            _trainer.Train(batch);
        }
        else
        {
            _trainer.Add(batch);
            isUpdate = (_batch + 1) % _together == 0 || _batch + 1 == _batches;
            if (isUpdate)
                _trainer.Apply();
        }
        _batch++;
        double loss = _trainer.Loss, weight = _trainer.Weight;
        if (isUpdate)
        {
            _step++;
            // weights behind a loss of NaN are none to average
            if (double.IsFinite(loss))
                _average?.Add(_step);
        }
        _sums = _sums with
        {
            Loss = _sums.Loss + loss * weight, Weight = _sums.Weight + weight, Rows = _sums.Rows + _trainer.Rows,
        };
        _reporting.Batch(_epoch, _batch, _step, (float)loss, _sums.Loss / _sums.Weight, _rate);
    }

    private void SetRate()
    {
        float rate = _plateau?.Rate(_baseRate, _step, _steps) ?? _options.Schedule?.Rate(_baseRate, _step, _steps) ?? _network.LearningRate;
        if (!(rate >= 0) || !float.IsFinite(rate))
        {
            throw new InvalidOperationException(
                $"Expected a learning rate that is finite and at least 0 from {_options.Schedule}; at step {_step} it is {rate}.");
        }
        if (rate != _network.LearningRate)
            _network.LearningRate = rate;
        _rate = rate;
    }

    // False if it was cancelled, and nothing was measured.
    private bool MeasureEpoch()
    {
        // a run that ends in the midst of an epoch is taken up there when it is prolonged
        if (_step >= _steps && _batch < _batches)
        {
            _saver?.SaveAtEnd(_state);
            _isSaved = true;
        }
        EpochRecord epoch;
        _average?.Show();
        try
        {
            _trainingEvaluation?.Run();
            _validationEvaluation?.Run();
            epoch = Record((_validationEvaluation ?? _trainingEvaluation)?.Values());
            _watch?.Add(epoch, _network);
        }
        catch (OperationCanceledException) when (_stops.IsCancelled || _stops.Token.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            _average?.Hide();
        }
        _history.Add(epoch);
        _plateau?.Add(epoch);
        _sums = default;
        bool isWhole = _batch == _batches;
        (_epoch, _batch) = isWhole ? (_epoch + 1, 0) : (_epoch, _batch);
        _since = Stopwatch.GetTimestamp();
        _reporting.Epoch(epoch, _rate);
        return true;
    }

    private EpochRecord Record(double[]? metrics) => new()
    {
        Epoch = _epoch,
        Steps = _step,
        Rows = _sums.Rows,
        TrainingLoss = _sums.Loss / _sums.Weight,
        TrainingLossInInference = metrics != null || _options.EvaluateTraining ? _trainingEvaluation?.Loss : null,
        ValidationLoss = metrics == null ? null : _validationEvaluation?.Loss,
        Metrics = metrics ?? NotMeasured(),
        Penalty = _network.Penalty(),
        LearningRate = _rate,
        Seconds = _sums.Seconds + Stopwatch.GetElapsedTime(_since).TotalSeconds,
    };

    private double[] NotMeasured()
    {
        double[] metrics = new double[_options.Metrics.Count];
        Array.Fill(metrics, double.NaN);
        return metrics;
    }
}
