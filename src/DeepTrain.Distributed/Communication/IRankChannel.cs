namespace DeepTrain;

/// <summary>Messages between rank 0 and one other rank, whenever they come, beside the calls that all ranks make together.
/// One thread at a time uses MPI, whichever it is.</summary>
internal interface IRankChannel : IDisposable
{
    /// <summary>Begins to send, and does not wait for the other rank.</summary>
    /// <exception cref="DistributedException">The other rank has ended.</exception>
    void Send(byte[] message);

    /// <summary>The next message; null if none has come yet.</summary>
    /// <exception cref="DistributedException">The other rank has ended.</exception>
    byte[]? TryReceive();
}
