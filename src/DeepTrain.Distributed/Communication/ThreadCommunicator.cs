using System.Numerics;
using System.Runtime.InteropServices;

namespace DeepTrain;

/// <summary>
/// Ranks that are threads of one process: for a run on one machine, for tests, and to try what a thousand ranks would do.
/// </summary>
public sealed class ThreadCommunicator : Communicator
{
    private readonly ThreadMeeting _meeting;
    private long _next;

    internal ThreadCommunicator(ThreadMeeting meeting, int rank) => (_meeting, Rank) = (meeting, rank);

    /// <inheritdoc/>
    public override int Rank { get; }

    /// <inheritdoc/>
    public override int Size => _meeting.Size;

    /// <inheritdoc/>
    public override string Transport => "threads";

    /// <summary>Runs ranks, a thread each, and waits for their end.</summary>
    /// <param name="ranks">How many, at least 1.</param>
    /// <param name="body">What each of them does, with a communicator of its own.</param>
    /// <param name="timeout">For how long they wait for each other; null for 10 minutes.</param>
    /// <exception cref="AggregateException">Some have failed: what they threw, in the order of the ranks.</exception>
    public static void Run(int ranks, Action<Communicator> body, TimeSpan? timeout = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ranks, 1);
        ArgumentNullException.ThrowIfNull(body);
        var meeting = new ThreadMeeting(ranks);
        var errors = new Exception?[ranks];
        var threads = new Thread[ranks];
        for (int rank = 0; rank < ranks; rank++)
        {
            var communicator = new ThreadCommunicator(meeting, rank);
            if (timeout is { } given)
                communicator.Timeout = given;
            threads[rank] = new Thread(() =>
            {
                try
                {
                    body(communicator);
                }
                // whatever it is: it belongs to who called Run
                catch (Exception error)
                {
                    errors[communicator.Rank] = error;
                    communicator.ReportFailure(error);
                }
            }, 1 << 20) { IsBackground = true, Name = $"DeepTrain rank {rank}" };
        }
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        if (errors.Any(error => error != null))
            throw new AggregateException(errors.OfType<Exception>());
    }

    /// <inheritdoc/>
    public override void Barrier() => Meet([]);

    /// <inheritdoc/>
    /// <remarks>The other ranks get a <see cref="DistributedException"/>.</remarks>
    public override void Abort(string reason)
    {
        Console.Error.WriteLine($"Rank {Rank} ends all ranks: {reason}");
        _meeting.Fail(new DistributedException($"Rank {Rank} ended all ranks: {reason}", [Rank]));
    }

    internal override void Keep(object memory)
    {
    }

    internal override void Release()
    {
    }

    internal override void Swap(int peer, ReadOnlySpan<float> send, Span<float> receive)
    {
        long meeting = Meet(MemoryMarshal.AsBytes(send));
        _meeting.Of(peer, meeting).Bytes.CopyTo(MemoryMarshal.AsBytes(receive));
    }

    internal override void Scatter(ReadOnlySpan<float> send, PartTable sent, Span<float> receive, PartTable received)
    {
        long meeting = Meet(MemoryMarshal.AsBytes(send), sent);
        for (int rank = 0; rank < Size; rank++)
        {
            ThreadMeeting.Deposit deposit = _meeting.Of(rank, meeting);
            MemoryMarshal.Cast<byte, float>(deposit.Bytes)[deposit.Parts!.Of(Rank)].CopyTo(receive[received.Of(rank)]);
        }
    }

    internal override void Collect(ReadOnlySpan<float> mine, Span<float> all, PartTable parts)
    {
        long meeting = Meet(MemoryMarshal.AsBytes(mine));
        for (int rank = 0; rank < Size; rank++)
            _meeting.Of(rank, meeting).Bytes.CopyTo(MemoryMarshal.AsBytes(all[parts.Of(rank)]));
    }

    internal override IRankChannel OpenChannel(int peer) => new ThreadChannel(_meeting, Rank, peer);

    internal override void GoOnWithoutSome()
    {
    }

    internal override void ReportFailure(Exception failure)
    {
        if (failure is not DistributedException)
            _meeting.Fail(new DistributedException($"Rank {Rank} has failed: {failure.GetType().Name}: {failure.Message}", [Rank], failure));
    }

    private protected override void Dispose(bool disposing)
    {
    }

    private protected override void BroadcastCore(Span<byte> bytes, int root)
    {
        long meeting = Meet(Rank == root ? bytes : []);
        if (Rank != root)
            _meeting.Of(root, meeting).Bytes.CopyTo(bytes);
    }

    private protected override void AllGatherCore(ReadOnlySpan<byte> mine, Span<byte> all)
    {
        long meeting = Meet(mine);
        for (int rank = 0; rank < Size; rank++)
            _meeting.Of(rank, meeting).Bytes.CopyTo(all[(rank * mine.Length)..]);
    }

    private protected override void AllToAllCore(ReadOnlySpan<byte> send, Span<byte> receive)
    {
        long meeting = Meet(send);
        int part = send.Length / Size;
        for (int rank = 0; rank < Size; rank++)
            _meeting.Of(rank, meeting).Bytes.Slice(Rank * part, part).CopyTo(receive[(rank * part)..]);
    }

    private protected override void AllReduceCore(Span<double> numbers, Reduction reduction) => Reduce(numbers, reduction);

    private protected override void AllReduceCore(Span<float> numbers, Reduction reduction) => Reduce(numbers, reduction);

    private void Reduce<T>(Span<T> numbers, Reduction reduction)
        where T : unmanaged, INumber<T>
    {
        long meeting = Meet(MemoryMarshal.AsBytes(numbers));
        MemoryMarshal.Cast<byte, T>(_meeting.Of(0, meeting).Bytes).CopyTo(numbers);
        for (int rank = 1; rank < Size; rank++)
        {
            ReadOnlySpan<T> others = MemoryMarshal.Cast<byte, T>(_meeting.Of(rank, meeting).Bytes);
            for (int next = 0; next < numbers.Length; next++)
            {
                numbers[next] = reduction switch
                {
                    Reduction.Sum => numbers[next] + others[next],
                    Reduction.Min => T.Min(numbers[next], others[next]),
                    _ => T.Max(numbers[next], others[next]),
                };
            }
        }
    }

    // Lays down and waits; what the others have laid down holds until the meeting after the next.
    private long Meet(ReadOnlySpan<byte> bytes, PartTable? parts = null)
    {
        long meeting = _next++;
        _meeting.Of(Rank, meeting).Lay(bytes, parts);
        _meeting.Meet(Rank, Timeout);
        return meeting;
    }
}
