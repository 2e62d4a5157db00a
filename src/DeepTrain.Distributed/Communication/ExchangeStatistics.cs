namespace DeepTrain;

/// <summary>How much training has exchanged, and how long that took, waiting for slower ranks included.</summary>
public sealed class ExchangeStatistics
{
    /// <summary>Sums over ranks so far.</summary>
    public long Sums { get; private set; }

    /// <summary>Bytes that this rank has sent for them.</summary>
    public long BytesSent { get; private set; }

    /// <summary>The time that they took on this rank.</summary>
    public TimeSpan Time { get; private set; }

    internal void Add(long bytes, TimeSpan time) => (Sums, BytesSent, Time) = (Sums + 1, BytesSent + bytes, Time + time);
}
