namespace DeepTrain;

/// <summary>What carries messages between ranks.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Latency">Seconds from the begin of a short message to its end.</param>
/// <param name="Bandwidth">Bytes a second, of one rank in one direction.</param>
public sealed record ClusterLink(string Name, double Latency, double Bandwidth)
{
    /// <summary>Two processes of one machine.</summary>
    public static ClusterLink SharedMemory { get; } = new("shared memory", 1e-6, 6e9);

    /// <summary>The usual network of clusters, at 100 Gbit/s.</summary>
    public static ClusterLink InfiniBand { get; } = new("InfiniBand, 100 Gbit/s", 2e-6, 11e9);

    /// <summary>The usual network of everything else, at 10 Gbit/s.</summary>
    public static ClusterLink Ethernet { get; } = new("Ethernet, 10 Gbit/s", 30e-6, 1.1e9);
}
