namespace DeepTrain;

/// <summary>What came of a trial. All but the time is the same whenever and wherever the trial is done.</summary>
public sealed record TrialResult
{
    /// <summary>The trial's number, from 0.</summary>
    public required int Number { get; init; }

    /// <summary>The strategy's stage, from 0: the coarse one before the fine one, one rung of a halving before the
    /// next.</summary>
    public int Stage { get; init; }

    /// <summary>The trial whose training this one went on with; null if it began anew.</summary>
    public int? ContinuedFrom { get; init; }

    /// <summary>The class of networks.</summary>
    public required string Network { get; init; }

    /// <summary>The settings as numbers, in the order of the search: choices by their place.
    /// <see cref="SearchResult.SettingsOf"/> reads them.</summary>
    public required IReadOnlyList<double> Values { get; init; }

    /// <summary>Epochs in all, those of <see cref="ContinuedFrom"/> included: the most of all folds.</summary>
    public required int Epochs { get; init; }

    /// <summary>Updates in all, those of <see cref="ContinuedFrom"/> included, of all folds together.</summary>
    public required long Steps { get; init; }

    /// <summary>Why training ended; where folds differ, the worst of it. <see cref="StopReason.Requested"/>: its epochs were
    /// done.</summary>
    public required StopReason Stopped { get; init; }

    /// <summary>Whether a loss was not finite, or far above the initial one. Such a trial has no score.</summary>
    public bool IsBroken => Stopped is StopReason.NotFinite or StopReason.Diverged;

    /// <summary>The mean of <see cref="FoldScores"/>; NaN for a broken trial.</summary>
    public required double Score { get; init; }

    /// <summary>The objective on each fold's validation rows, with the weights that the fit leaves.</summary>
    public required IReadOnlyList<double> FoldScores { get; init; }

    /// <summary>The mean validation loss; NaN for a broken trial.</summary>
    public required double Loss { get; init; }

    /// <summary>The means of <see cref="FitOptions.Metrics"/>, in their order; NaN for a broken trial.</summary>
    public IReadOnlyList<double> Metrics { get; init; } = [];

    /// <summary>The objective after epochs, the mean of all folds; at most a few hundred of them.</summary>
    public IReadOnlyList<CurvePoint> Curve { get; init; } = [];

    /// <summary>Seconds that it took, without those of <see cref="ContinuedFrom"/>.</summary>
    public double Seconds { get; init; }

    /// <summary>The standard deviation of <see cref="FoldScores"/>; NaN for a single one.</summary>
    public double Spread
    {
        get
        {
            double mean = FoldScores.Count == 0 ? double.NaN : FoldScores.Average();
            return FoldScores.Count < 2
                ? double.NaN : Math.Sqrt(FoldScores.Sum(score => (score - mean) * (score - mean)) / (FoldScores.Count - 1));
        }
    }

    /// <summary>The result as a line of JSON.</summary>
    public string ToJson() => TrialLine.Write(this);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is not such a line.</exception>
    public static TrialResult FromJson(string json) => TrialLine.Read(json);
}

/// <summary>A point of a trial's curve.</summary>
/// <param name="Epoch">Epochs that were done.</param>
/// <param name="Score">The objective then.</param>
public readonly record struct CurvePoint(int Epoch, double Score);
