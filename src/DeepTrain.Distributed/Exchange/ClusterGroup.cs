namespace DeepTrain;

/// <summary>A communicator's ranks as the processes of a fit.</summary>
internal sealed class ClusterGroup(Communicator communicator) : IFitGroup
{
    private readonly TreeExchange _exchange = new(communicator);

    public int Rank => communicator.Rank;

    public int Size => communicator.Size;

    public ShardSums CreateSums(int shards, int length) => _exchange.CreateSums(shards, length);

    public void Sum(ShardSums sums) => _exchange.Sum(sums);

    public void Gather(ReadOnlySpan<byte> mine, Span<byte> all) => communicator.AllGather(mine, all);

    /// <summary>After the last sum, and a barrier behind it.</summary>
    public void End() => _exchange.Dispose();

    public byte[]? Share(Func<byte[]?> read)
    {
        byte[]? bytes = Rank == 0 ? read() : null;
        byte[] length = BitConverter.GetBytes(bytes?.Length ?? -1);
        communicator.Broadcast(length);
        int count = BitConverter.ToInt32(length);
        if (count < 0)
            return null;
        bytes ??= new byte[count];
        communicator.Broadcast(bytes);
        return bytes;
    }
}
