namespace DeepTrain;

/// <summary>A fit while it runs, as callbacks see it.</summary>
public sealed class FitContext
{
    internal FitContext(INetwork network, Dataset data, FitOptions options, History history) =>
        (Network, Data, Options, History) = (network, data, options, history);

    /// <summary>The network that is trained.</summary>
    public INetwork Network { get; }

    /// <summary>The rows that it is trained on.</summary>
    public Dataset Data { get; }

    /// <summary>What the fit was asked for.</summary>
    public FitOptions Options { get; }

    /// <summary>Epochs so far.</summary>
    public History History { get; }

    /// <summary>Where the fit was resumed; null if it began anew.</summary>
    public ResumePoint? ResumedAt { get; internal set; }

    /// <summary>The epoch, from 0.</summary>
    public int Epoch { get; internal set; }

    /// <summary>Batches of this epoch that are done.</summary>
    public int Batch { get; internal set; }

    /// <summary>Batches in an epoch.</summary>
    public int BatchesPerEpoch { get; internal set; }

    /// <summary>Updates that are done.</summary>
    public long Step { get; internal set; }

    /// <summary>Updates that there will be.</summary>
    public long TotalSteps { get; internal set; }

    /// <summary>Ends the fit after the batch that is under way, with <see cref="StopReason.Requested"/>.</summary>
    public void RequestStop() => IsStopRequested = true;

    internal bool IsStopRequested { get; private set; }
}
