using System.Globalization;

namespace DeepTrain;

/// <summary>Says how a run ended, and nothing about why.</summary>
public sealed class OutcomeReader : IDiagnosisReader
{
    private OutcomeReader()
    {
    }

    /// <summary>The one there is.</summary>
    public static OutcomeReader Instance { get; } = new();

    /// <inheritdoc/>
    public string Read(FitResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        int epochs = result.History.Count;
        string ended = result.Stopped switch
        {
            StopReason.Completed => "All epochs are done",
            StopReason.EarlyStopping => "Nothing has improved for the epochs that were to be waited for",
            StopReason.Cancelled => "The fit was cancelled",
            StopReason.NotFinite => "A batch had a loss that is not finite: the learning rate may be too high, or the rows not finite",
            StopReason.Diverged => "The loss rose far above the initial one: the learning rate is too high",
            _ => "A callback ended the fit",
        };
        string best = result.BestEpoch is int epoch
            ? string.Create(CultureInfo.InvariantCulture, $"; epoch {epoch + 1} of {epochs} was the best, with {result.BestValue:G4}")
            : "";
        return $"{ended}{best}.";
    }
}
