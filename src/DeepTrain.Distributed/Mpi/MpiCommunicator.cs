using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace DeepTrain;

/// <summary>Ranks that are processes of MPI. No call blocks within MPI: each is begun, and then looked after until it is
/// done, something else has failed, or the time is over.</summary>
internal sealed unsafe partial class MpiCommunicator : Communicator
{
    private readonly MpiInterface _mpi;
    private readonly MpiControl _control;
    private readonly nint _communicator;
    private readonly TimeSpan _endTimeout;
    private readonly bool _ownsMpi;
    private readonly int _thread;
    private readonly List<object> _kept = [];
    private byte[] _outgoing = [];
    private byte[] _incoming = [];
    private bool _isDisposed;
    private bool _lacksSome;

    private MpiCommunicator(MpiInterface mpi, MpiOptions options, bool ownsMpi, bool anyThread)
    {
        // errors of requests that belong to no communicator
        Check(MpiNative.MPI_Comm_set_errhandler(mpi.World, mpi.ErrorsReturn), "MPI_Comm_set_errhandler");
        (_mpi, _ownsMpi, _endTimeout, Timeout) = (mpi, ownsMpi, options.StartTimeout, options.Timeout);
        _thread = anyThread ? -1 : Environment.CurrentManagedThreadId;
        Transport = LibraryVersion();
        _communicator = Duplicate();
        int rank, size;
        Check(MpiNative.MPI_Comm_rank(_communicator, &rank), "MPI_Comm_rank");
        Check(MpiNative.MPI_Comm_size(_communicator, &size), "MPI_Comm_size");
        (Rank, Size) = (rank, size);
        _control = new MpiControl(mpi, Duplicate(), rank, size);
    }

    /// <inheritdoc/>
    public override int Rank { get; }

    /// <inheritdoc/>
    public override int Size { get; }

    /// <inheritdoc/>
    public override string Transport { get; }

    /// <summary>Whether other ranks have failed, or this one.</summary>
    public bool HasFailed => _control.Failure != null || _lacksSome;

    /// <summary>Loads the library, starts MPI, and holds what it says against what the launcher says.</summary>
    public static MpiCommunicator Start(MpiOptions options, MpiLauncher? launcher)
    {
        var signals = new MpiSignals();
        MpiInterface mpi = MpiLibrary.Load(options.Library, launcher);
        using var watchdog = new MpiWatchdog(
            options.StartTimeout,
            $"MPI has not started within {options.StartTimeout.TotalSeconds:0.###} s: not all processes of the job have come so far.");
        int flag, provided;
        Check(MpiNative.MPI_Initialized(&flag), "MPI_Initialized");
        bool ownsMpi = flag == 0;
        Check(
            ownsMpi ? MpiNative.MPI_Init_thread(0, 0, mpi.ThreadSerialized, &provided) : MpiNative.MPI_Query_thread(&provided),
            "MPI_Init_thread");
        signals.Restore();
        int version, subversion;
        Check(MpiNative.MPI_Get_version(&version, &subversion), "MPI_Get_version");
        if (version < 3)
            throw new MpiException($"Expected a library of MPI 3 or later; {LibraryVersion()} is of MPI {version}.{subversion}.");
        var world = new MpiCommunicator(mpi, options, ownsMpi, anyThread: provided >= mpi.ThreadSerialized);
        if (launcher?.Family == MpiInterface.Mpich.Name)
            world.TakeNotices();
        if (launcher?.Ranks is int expected && world.Size != expected)
        {
            throw new MpiException(
                $"Expected {expected} ranks, as {launcher.Name} says; {world.Transport} knows of {world.Size}. The library is not "
                + $"the launcher's own: start the program by the mpirun or mpiexec that belongs to the library, name the launcher's "
                + $"library in {MpiLibrary.Variable}, or tell srun which interface to speak (srun --mpi=list).");
        }
        return world;
    }

    /// <inheritdoc/>
    public override void Barrier()
    {
        Enter();
        nint request = 0;
        Check(MpiNative.MPI_Ibarrier(_communicator, &request), "MPI_Ibarrier");
        Complete(&request, "a barrier");
    }

    /// <inheritdoc/>
    public override void Abort(string reason)
    {
        Console.Error.WriteLine($"Rank {Rank} ends all ranks: {reason}");
        MpiNative.MPI_Abort(_communicator, 1);
        Environment.FailFast(reason);
    }

    /// <summary>What MPI says of an error.</summary>
    internal static string ErrorText(int code)
    {
        byte* text = stackalloc byte[8192];
        int length = 0;
        return MpiNative.MPI_Error_string(code, text, &length) == 0
            ? Encoding.UTF8.GetString(text, length).Trim() : $"error {code}";
    }

    internal override void Keep(object memory) => _kept.Add(memory);

    internal override void Release() => _kept.Clear();

    internal override void Swap(int peer, ReadOnlySpan<float> send, Span<float> receive)
    {
        Enter();
        fixed (float* from = send, to = receive)
        {
            nint receiving = 0, sending = 0;
            Check(MpiNative.MPI_Irecv(to, receive.Length, _mpi.Float, peer, 0, _communicator, &receiving), "MPI_Irecv");
            Check(MpiNative.MPI_Isend(from, send.Length, _mpi.Float, peer, 0, _communicator, &sending), "MPI_Isend");
            Complete(&receiving, "the sum of a batch");
            Complete(&sending, "the sum of a batch");
        }
    }

    internal override void Scatter(ReadOnlySpan<float> send, PartTable sent, Span<float> receive, PartTable received)
    {
        Enter();
        fixed (float* from = send, to = receive)
        fixed (int* sendCounts = sent.Counts, sendOffsets = sent.Offsets)
        fixed (int* receiveCounts = received.Counts, receiveOffsets = received.Offsets)
        {
            nint request = 0;
            Check(
                MpiNative.MPI_Ialltoallv(
                    from, sendCounts, sendOffsets, _mpi.Float, to, receiveCounts, receiveOffsets, _mpi.Float, _communicator,
                    &request), "MPI_Ialltoallv");
            Complete(&request, "the sum of a batch");
        }
    }

    internal override void Collect(ReadOnlySpan<float> mine, Span<float> all, PartTable parts)
    {
        Enter();
        fixed (float* from = mine, to = all)
        fixed (int* counts = parts.Counts, offsets = parts.Offsets)
        {
            nint request = 0;
            Check(
                MpiNative.MPI_Iallgatherv(
                    from, mine.Length, _mpi.Float, to, counts, offsets, _mpi.Float, _communicator, &request), "MPI_Iallgatherv");
            Complete(&request, "the sum of a batch");
        }
    }

    internal override IRankChannel OpenChannel(int peer) => new MpiChannel(this, _mpi, _communicator, peer);

    internal override void GoOnWithoutSome() => _lacksSome = true;

    /// <summary>Whether MPI may be called, and what other ranks have told of failures.</summary>
    internal void Look()
    {
        Enter();
        _control.Poll();
        ThrowIfFailed();
    }

    internal override void ReportFailure(Exception failure)
    {
        if (_isDisposed || _control.Failure != null || failure is DistributedException)
            return;
        _control.Fail(
            new DistributedException($"Rank {Rank} has failed: {failure.GetType().Name}: {failure.Message}", [Rank], failure), Grace);
        Abandon();
    }

    private protected override void Dispose(bool disposing)
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        if (_control.Failure == null)
            _control.Poll();
        // after a failure the end would be waited for in vain; the launcher ends the job when this process ends
        if (!_ownsMpi || _control.Failure != null || _lacksSome)
            return;
        using var watchdog = new MpiWatchdog(
            _endTimeout, $"MPI has not ended on rank {Rank} within {_endTimeout.TotalSeconds:0.###} s: other ranks have not come to their end.");
        _control.Close();
        _noticeRegistration?.Dispose();
        MpiNative.MPI_Finalize();
    }

    private protected override void BroadcastCore(Span<byte> bytes, int root)
    {
        Enter();
        Span<byte> staged = Staged(ref _outgoing, bytes.Length);
        bytes.CopyTo(staged);
        fixed (byte* buffer = staged)
        {
            nint request = 0;
            Check(MpiNative.MPI_Ibcast(buffer, bytes.Length, _mpi.Byte, root, _communicator, &request), "MPI_Ibcast");
            Complete(&request, $"what rank {root} hands out");
        }
        staged.CopyTo(bytes);
    }

    private protected override void AllGatherCore(ReadOnlySpan<byte> mine, Span<byte> all)
    {
        Enter();
        Span<byte> from = Staged(ref _outgoing, mine.Length), to = Staged(ref _incoming, all.Length);
        mine.CopyTo(from);
        fixed (byte* send = from, receive = to)
        {
            nint request = 0;
            Check(
                MpiNative.MPI_Iallgather(
                    send, mine.Length, _mpi.Byte, receive, mine.Length, _mpi.Byte, _communicator, &request), "MPI_Iallgather");
            Complete(&request, "an exchange of all with all");
        }
        to.CopyTo(all);
    }

    private protected override void AllToAllCore(ReadOnlySpan<byte> send, Span<byte> receive)
    {
        Enter();
        Span<byte> from = Staged(ref _outgoing, send.Length), to = Staged(ref _incoming, receive.Length);
        send.CopyTo(from);
        fixed (byte* sending = from, receiving = to)
        {
            nint request = 0;
            int part = send.Length / Size;
            Check(
                MpiNative.MPI_Ialltoall(sending, part, _mpi.Byte, receiving, part, _mpi.Byte, _communicator, &request),
                "MPI_Ialltoall");
            Complete(&request, "an exchange of all with all");
        }
        to.CopyTo(receive);
    }

    private protected override void AllReduceCore(Span<double> numbers, Reduction reduction) =>
        Reduce(MemoryMarshal.AsBytes(numbers), numbers.Length, _mpi.Double, reduction);

    private protected override void AllReduceCore(Span<float> numbers, Reduction reduction) =>
        Reduce(MemoryMarshal.AsBytes(numbers), numbers.Length, _mpi.Float, reduction);

    private void Reduce(Span<byte> bytes, int count, nint type, Reduction reduction)
    {
        Enter();
        nint operation = reduction switch
        {
            Reduction.Sum => _mpi.Sum,
            Reduction.Min => _mpi.Min,
            Reduction.Max => _mpi.Max,
            _ => throw new ArgumentOutOfRangeException(nameof(reduction), reduction, "Expected Sum, Min or Max."),
        };
        Span<byte> from = Staged(ref _outgoing, bytes.Length), to = Staged(ref _incoming, bytes.Length);
        bytes.CopyTo(from);
        fixed (byte* send = from, receive = to)
        {
            nint request = 0;
            Check(
                MpiNative.MPI_Iallreduce(send, receive, count, type, operation, _communicator, &request), "MPI_Iallreduce");
            Complete(&request, "a sum over all");
        }
        to.CopyTo(bytes);
    }

    private nint Duplicate()
    {
        nint duplicate = 0;
        Check(MpiNative.MPI_Comm_dup(_mpi.World, &duplicate), "MPI_Comm_dup");
        Check(MpiNative.MPI_Comm_set_errhandler(duplicate, _mpi.ErrorsReturn), "MPI_Comm_set_errhandler");
        return duplicate;
    }

    private static string LibraryVersion()
    {
        byte* text = stackalloc byte[8192];
        int length = 0;
        Check(MpiNative.MPI_Get_library_version(text, &length), "MPI_Get_library_version");
        // MPICH goes on with how it was built, Open MPI with the package
        string first = Encoding.UTF8.GetString(text, length).TrimEnd('\0').Split('\n')[0].Replace('\t', ' ');
        return first.Split(',')[0].Replace("MPICH Version:", "MPICH").Trim();
    }

    private static void Check(int code, string function)
    {
        if (code != 0)
            throw new MpiException($"{function}: {ErrorText(code)}");
    }

    // Memory that does not move: what a span shows might, if a call is given up.
    private static Span<byte> Staged(ref byte[] buffer, int length)
    {
        if (buffer.Length < length)
            buffer = GC.AllocateUninitializedArray<byte>(length, pinned: true);
        return buffer.AsSpan(0, length);
    }
}
