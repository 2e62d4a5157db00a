namespace DeepTrain;

/// <summary>Writes checkpoints when it is time for one.</summary>
internal sealed class CheckpointSaver(Checkpoint options)
{
    private readonly long _every = (long)Math.Min(options.Every.TotalMilliseconds, long.MaxValue / 2);
    private long _latest = Environment.TickCount64;

    public void SaveIfDue(Func<FitState> state)
    {
        if (Environment.TickCount64 - _latest >= _every)
            Save(state());
    }

    public void SaveAtEnd(Func<FitState> state, bool isInterrupted = false)
    {
        if (options.AtEnd || isInterrupted)
            Save(state());
    }

    private void Save(FitState state)
    {
        // what cannot be resumed must not take the place of what can
        if (state.Network.IsFinite)
            CheckpointFile.Write(options.Path, state);
        _latest = Environment.TickCount64;
    }
}
