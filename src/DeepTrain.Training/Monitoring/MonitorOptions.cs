namespace DeepTrain;

/// <summary>What is watched of the layers while a network is trained; see <see cref="MonitorLog"/>.</summary>
public sealed record MonitorOptions
{
    /// <summary>
    /// Epochs from one look to the next, at least 1; there is one before the first epoch too. The longer a fit takes, the rarer looks
    /// become: there are never more than <see cref="MonitorLog.MostRecords"/>.
    /// </summary>
    public int EveryEpochs { get; init; } = 1;

    /// <summary>
    /// Rows that are looked at, at least 1, taken at equal distances from the training rows. The fewer there are, the more units seem
    /// dead.
    /// </summary>
    public int Rows { get; init; } = 256;

    internal void Check()
    {
        if (EveryEpochs < 1)
            throw new ArgumentException($"Expected Monitor.EveryEpochs of at least 1; it is {EveryEpochs}.", "options");
        if (Rows < 1)
            throw new ArgumentException($"Expected Monitor.Rows of at least 1; it is {Rows}.", "options");
    }
}
