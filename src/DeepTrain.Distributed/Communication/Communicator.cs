namespace DeepTrain;

/// <summary>
/// Ranks, numbered from 0, that exchange data: the processes of MPI, or threads of one process. All of them call the same
/// methods in the same order, each from one thread at a time.
/// </summary>
/// <remarks>
/// No call waits for longer than <see cref="Timeout"/>. Where a rank has failed or does not answer, every call ends with a
/// <see cref="DistributedException"/> that names it, on all ranks that are left.
/// </remarks>
public abstract class Communicator : IDisposable
{
    private TimeSpan _timeout = TimeSpan.FromMinutes(10);

    private protected Communicator()
    {
    }

    /// <summary>A new communicator of this process alone, which needs no MPI.</summary>
    public static Communicator Alone() => new ThreadCommunicator(new ThreadMeeting(1), 0);

    /// <summary>This one, from 0.</summary>
    public abstract int Rank { get; }

    /// <summary>How many there are.</summary>
    public abstract int Size { get; }

    /// <summary>What carries the data, for example <c>Open MPI v4.1.4</c>.</summary>
    public abstract string Transport { get; }

    /// <summary>
    /// For how long a call waits for other ranks, 10 minutes at first: longer than any of them may take between two calls,
    /// with all that it reads, computes and writes.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0.</exception>
    public TimeSpan Timeout
    {
        get => _timeout;
        set
        {
            if (value <= TimeSpan.Zero)
                throw new ArgumentOutOfRangeException(nameof(value), value, "Expected a Timeout above 0.");
            _timeout = value;
        }
    }

    /// <summary>What training has exchanged so far.</summary>
    public ExchangeStatistics Exchange { get; } = new();

    /// <summary>Waits for all ranks.</summary>
    public abstract void Barrier();

    /// <summary>Hands the bytes of one rank to all others.</summary>
    /// <param name="bytes">What is handed out or, on other ranks, room for it; of one length on all ranks.</param>
    /// <param name="root">Whose bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rank.</exception>
    public void Broadcast(Span<byte> bytes, int root = 0)
    {
        if (root < 0 || root >= Size)
            throw new ArgumentOutOfRangeException(nameof(root), root, $"Expected a rank from 0 to {Size - 1}.");
        BroadcastCore(bytes, root);
    }

    /// <summary>Hands the bytes of each rank to all, in the order of the ranks.</summary>
    /// <param name="mine">Of one length on all ranks.</param>
    /// <param name="all"><see cref="Size"/> times as many.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public void AllGather(ReadOnlySpan<byte> mine, Span<byte> all)
    {
        if (all.Length != (long)mine.Length * Size)
        {
            throw new ArgumentException(
                $"Expected room for {Size} times {mine.Length} bytes; there is room for {all.Length}.", nameof(all));
        }
        AllGatherCore(mine, all);
    }

    /// <summary>Hands a part of each rank's bytes to each: part q of rank r becomes part r of rank q.</summary>
    /// <param name="send"><see cref="Size"/> parts of one length.</param>
    /// <param name="receive">As many bytes.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public void AllToAll(ReadOnlySpan<byte> send, Span<byte> receive)
    {
        if (send.Length % Size != 0 || receive.Length != send.Length)
        {
            throw new ArgumentException(
                $"Expected {Size} parts of one length to send, and as much room; there are {send.Length} bytes, and room for "
                + $"{receive.Length}.", nameof(receive));
        }
        AllToAllCore(send, receive);
    }

    /// <summary>Reduces the numbers of all ranks, place by place. All ranks get the same bits.</summary>
    /// <param name="numbers">This rank's, replaced by what they become.</param>
    /// <param name="reduction">How.</param>
    /// <remarks>In which order MPI adds is its own affair, and may depend on the number of ranks.</remarks>
    public void AllReduce(Span<double> numbers, Reduction reduction = Reduction.Sum) => AllReduceCore(numbers, reduction);

    /// <inheritdoc cref="AllReduce(Span{double}, Reduction)"/>
    public void AllReduce(Span<float> numbers, Reduction reduction = Reduction.Sum) => AllReduceCore(numbers, reduction);

    /// <summary>Ends all ranks at once. Does not return where the ranks are processes.</summary>
    /// <param name="reason">Written to the standard error.</param>
    public abstract void Abort(string reason);

    /// <summary>Ends the communication; the last call on all ranks.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    private protected abstract void Dispose(bool disposing);

    private protected abstract void BroadcastCore(Span<byte> bytes, int root);

    private protected abstract void AllGatherCore(ReadOnlySpan<byte> mine, Span<byte> all);

    private protected abstract void AllToAllCore(ReadOnlySpan<byte> send, Span<byte> receive);

    private protected abstract void AllReduceCore(Span<double> numbers, Reduction reduction);

    private protected abstract void AllReduceCore(Span<float> numbers, Reduction reduction);

    // What follows is for large arrays. They lie in memory that does not move, and Keep has been told of them.

    /// <summary>Keeps memory for as long as other ranks may still be writing to it, also after a failure.</summary>
    internal abstract void Keep(object memory);

    /// <summary>Lets go of that memory: all ranks are done with it.</summary>
    internal abstract void Release();

    /// <summary>Exchanges numbers with another rank, while every other rank does the same in pairs.</summary>
    internal abstract void Swap(int peer, ReadOnlySpan<float> send, Span<float> receive);

    /// <summary>Sends a part to each rank, and receives one from each.</summary>
    internal abstract void Scatter(ReadOnlySpan<float> send, PartTable sent, Span<float> receive, PartTable received);

    /// <summary>Hands a part of each rank to all.</summary>
    internal abstract void Collect(ReadOnlySpan<float> mine, Span<float> all, PartTable parts);

    /// <summary>Opens a channel, between rank 0 and another; the other rank does the same. No more than one between two
    /// ranks at a time.</summary>
    internal abstract IRankChannel OpenChannel(int peer);

    /// <summary>Some ranks are gone, and the others go on without them: the end is not waited for.</summary>
    internal abstract void GoOnWithoutSome();

    /// <summary>Tells all others that this rank has failed, so that they need not wait for the time-out.</summary>
    internal abstract void ReportFailure(Exception failure);
}
