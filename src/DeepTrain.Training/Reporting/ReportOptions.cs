namespace DeepTrain;

/// <summary>What else goes into a <see cref="Report"/>.</summary>
public sealed record ReportOptions
{
    /// <summary>What stands above it; null for the network's class.</summary>
    public string? Title { get; init; }

    /// <summary>Rows to show mistakes on, as the network takes them; null for those that the fit validated on.</summary>
    public Dataset? Rows { get; init; }

    /// <summary>A range test, whose curve is shown; null for none.</summary>
    public RateRange? Range { get; init; }

    /// <summary>How many of the worst mistakes are shown, from 0 to 100.</summary>
    public int Mistakes { get; init; } = 24;
}
