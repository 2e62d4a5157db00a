namespace DeepTrain;

/// <summary>How a fit ended, and what it left.</summary>
public class FitResult
{
    private readonly NetworkSnapshot? _best;
    private readonly NetworkSnapshot _last;

    internal FitResult(
        INetwork network, FitOptions options, StopReason stopped, History history, ResumePoint? resumedAt,
        NetworkSnapshot? best, int? bestEpoch, double? bestValue, NetworkSnapshot last)
    {
        Network = network;
        Options = options;
        Stopped = stopped;
        History = history;
        ResumedAt = resumedAt;
        BestEpoch = bestEpoch;
        BestValue = bestValue;
        (_best, _last) = (best, last);
    }

    /// <summary>
    /// The network that was trained, with its best weights (<see cref="FitOptions.RestoreBest"/>) or, where none were better
    /// than others, its last. These are of no use after <see cref="StopReason.NotFinite"/>.
    /// </summary>
    public INetwork Network { get; }

    /// <summary>What the fit was asked for.</summary>
    public FitOptions Options { get; }

    /// <summary>Why it ended.</summary>
    public StopReason Stopped { get; }

    /// <summary>What was measured.</summary>
    public History History { get; }

    /// <summary>In words: what the run looks like, as <see cref="FitOptions.DiagnosisReader"/> reads it.</summary>
    public string Diagnosis { get; internal set; } = "";

    /// <summary>What was seen of the layers; null without <see cref="FitOptions.Monitor"/>.</summary>
    public MonitorLog? Monitoring { get; internal set; }

    /// <summary>Where it went on; null if it began anew.</summary>
    public ResumePoint? ResumedAt { get; }

    /// <summary>The epoch, from 0, with the best value of what was watched; null if nothing was.</summary>
    public int? BestEpoch { get; }

    /// <summary>That value: a validation loss, unless <see cref="EarlyStopping"/> says otherwise.</summary>
    public double? BestValue { get; }

    /// <summary>Gives the network the state that it had at the end of <see cref="BestEpoch"/>, optimizer included.</summary>
    /// <exception cref="InvalidOperationException">Nothing was watched.</exception>
    public void RestoreBest() => (_best ?? throw new InvalidOperationException(
        "There are no best weights: the fit had neither validation rows nor early stopping, or ended before they were measured."))
        .Restore(Network);

    /// <summary>Gives the network the state that it had when training ended, optimizer included.</summary>
    /// <exception cref="InvalidOperationException">That state has numbers that are not finite.</exception>
    public void RestoreLast()
    {
        if (!_last.IsFinite)
            throw new InvalidOperationException("The last weights cannot be restored: there are numbers that are not finite.");
        _last.Restore(Network);
    }
}

/// <summary>How a fit ended, and what it left, with the network's own class.</summary>
/// <typeparam name="TNetwork">The network's class.</typeparam>
public sealed class FitResult<TNetwork> : FitResult
    where TNetwork : class, INetwork
{
    internal FitResult(
        TNetwork network, FitOptions options, StopReason stopped, History history, ResumePoint? resumedAt,
        NetworkSnapshot? best, int? bestEpoch, double? bestValue, NetworkSnapshot last)
        : base(network, options, stopped, history, resumedAt, best, bestEpoch, bestValue, last) => Network = network;

    /// <inheritdoc cref="FitResult.Network"/>
    public new TNetwork Network { get; }
}
