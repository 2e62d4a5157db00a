namespace DeepTrain;

/// <summary>Lines of plain text, few enough for a log: none for batches of short epochs, none for epochs that take no
/// time.</summary>
internal sealed class PlainProgress(TextWriter writer) : IProgress<FitProgress>
{
    private const long EpochInterval = 500, BatchInterval = 30_000;

    private long _latest;
    private FitProgress _left;

    public void Report(FitProgress value)
    {
        switch (value.Phase)
        {
            case FitPhase.Begin:
                (_latest, _left) = (Environment.TickCount64, default);
                if (value.ResumedAt != null)
                    Write(value.ResumedAt.ToString());
                break;
            case FitPhase.Batch when Environment.TickCount64 - _latest >= BatchInterval:
                Write(ProgressText.Batch(value));
                break;
            case FitPhase.Epoch when value.Epoch == 0 || Environment.TickCount64 - _latest >= EpochInterval:
                Write(ProgressText.Epoch(value));
                _left = default;
                break;
            case FitPhase.Epoch:
                _left = value;
                break;
            case FitPhase.End:
                // the last epoch is always told
                if (_left.Record != null)
                    Write(ProgressText.Epoch(_left));
                Write(ProgressText.End(value));
                break;
            default:
                break;
        }
    }

    private void Write(string line)
    {
        writer.WriteLine(line);
        writer.Flush();
        _latest = Environment.TickCount64;
    }
}
