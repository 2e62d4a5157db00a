namespace DeepTrain;

/// <summary>All that a fit knows between two updates: what a checkpoint holds.</summary>
internal sealed record FitState
{
    /// <summary>What has to be the same for the run to go on, by name.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Identity { get; init; }

    /// <summary>Bits of a vector, on which the order of sums depends.</summary>
    public required int VectorBits { get; init; }

    public required int Epoch { get; init; }

    /// <summary>Batches of the epoch that are done.</summary>
    public required int Batch { get; init; }

    public required long Step { get; init; }

    public required float BaseRate { get; init; }

    public required float LastRate { get; init; }

    /// <summary>Of the epoch: losses times weights, weights, rows, seconds.</summary>
    public required EpochSums Sums { get; init; }

    public required DivergenceState Divergence { get; init; }

    /// <summary>Null where nothing is watched.</summary>
    public required BestState? Best { get; init; }

    public required PlateauState Plateau { get; init; }

    public required IReadOnlyList<EpochRecord> History { get; init; }

    public required IReadOnlyList<KeyValuePair<string, string>> Callbacks { get; init; }

    /// <summary>Null without averaging.</summary>
    public required AverageState? Average { get; init; }

    /// <summary>The network's file.</summary>
    public required NetworkSnapshot Network { get; init; }
}

internal readonly record struct EpochSums(double Loss, double Weight, long Rows, double Seconds);

internal readonly record struct DivergenceState(double Initial, double Reference, double Sum, double Count, long Batches);

internal sealed record BestState(double Value, int Epoch, int Waited, NetworkSnapshot? State);

/// <summary>How far a rate is reduced, the best value, and epochs since.</summary>
internal readonly record struct PlateauState(float Factor, double Best, int Waited);

internal sealed record AverageState(long Count, float[][] Averages);
