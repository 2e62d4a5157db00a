using System.Diagnostics;
using System.Runtime.Intrinsics;

namespace DeepTrain;

internal sealed partial class FitRun
{
    private FitState State() => new()
    {
        Identity = RunIdentity.Of(_network, _data, _options),
        VectorBits = VectorBits,
        Epoch = _epoch,
        Batch = _batch,
        Step = _step,
        BaseRate = _baseRate,
        LastRate = _rate,
        Sums = _sums with { Seconds = _sums.Seconds + Stopwatch.GetElapsedTime(_since).TotalSeconds },
        Divergence = _divergence.State,
        Best = _watch == null ? null : new BestState(_watch.Best, _watch.BestEpoch, _watch.Waited, _watch.State),
        Plateau = _plateau?.State ?? default,
        History = [.. _history],
        Callbacks = _reporting.SaveStates(),
        Average = _average == null ? null : new AverageState(_average.Count, _average.Averages),
        Network = NetworkSnapshot.Of(_network),
    };

    // Process 0 reads the file, so that all go on from the same one, and others need not reach it.
    private FitState? ReadCheckpoint(string path) =>
        _group.Share(() => CheckpointFile.ReadBytes(path)) is { } file ? CheckpointFile.Parse(path, file) : null;

    private void Resume(string path, FitState state)
    {
        RunIdentity.Require(path, state.Identity, RunIdentity.Of(_network, _data, _options));
        if (state.Batch > _batches || state.Step < 0)
            throw new InvalidDataException($"{path}: expected a batch from 0 to {_batches}, found {state.Batch}.");
        if (_average != null && !FitsAverage(state.Average))
            throw new InvalidDataException($"{path}: expected averages of this network's parameters, found others.");
        _reporting.RequireStates(path, state.Callbacks);
        try
        {
            state.Network.Restore(_network);
        }
        catch (InvalidDataException misfit)
        {
            throw new InvalidDataException($"{path}: {misfit.Message}", misfit);
        }
        (_epoch, _batch, _step, _sums) = (state.Epoch, state.Batch, state.Step, state.Sums);
        (_baseRate, _rate) = (state.BaseRate, state.LastRate);
        _divergence.State = state.Divergence;
        if (_watch != null && state.Best is { } best)
            (_watch.Best, _watch.BestEpoch, _watch.Waited, _watch.State) = best;
        if (_plateau != null)
            _plateau.State = state.Plateau;
        foreach (EpochRecord epoch in state.History)
            _history.Add(epoch);
        if (_average != null)
        {
            _average.Count = state.Average!.Count;
            for (int next = 0; next < _average.Averages.Length; next++)
                state.Average.Averages[next].CopyTo(_average.Averages[next], 0);
        }
        _context.ResumedAt = new ResumePoint(path, _epoch, _batch, _step, state.VectorBits == VectorBits);
        _reporting.RestoreStates(state.Callbacks);
        _reporting.Place(_epoch, _batch, _step);
    }

    private bool FitsAverage(AverageState? average) =>
        average != null && average.Averages.Length == _average!.Averages.Length
        && average.Averages.Zip(_average.Averages).All(pair => pair.First.Length == pair.Second.Length);

    private static int VectorBits =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 0;
}
