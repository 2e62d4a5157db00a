using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace DeepTrain;

/// <summary>
/// Short messages beside the data, by which ranks tell each other of failures and find out who is still there. They are
/// looked at by whoever waits, so that a rank that does not answer is one that does not wait: it computes, hangs, or has
/// ended.
/// </summary>
internal sealed unsafe class MpiControl
{
    private const int Bytes = 1024, Tag = 1;

    // memory of MPI's until the process ends: nobody knows whether a message to a rank that has ended will ever be taken
    private readonly byte* _incoming = (byte*)NativeMemory.AllocZeroed(Bytes);
    private readonly MpiInterface _mpi;
    private readonly nint _communicator;
    private readonly bool[] _isPresent;
    private readonly bool[] _hasHeard;
    private nint _request;

    public MpiControl(MpiInterface mpi, nint communicator, int rank, int size)
    {
        (_mpi, _communicator, Rank, Size) = (mpi, communicator, rank, size);
        (_isPresent, _hasHeard) = (new bool[size], new bool[size]);
        Listen();
    }

    private enum Kind : byte
    {
        RollCall = 1,
        Present,
        Failed,
        Heard,
    }

    private int Rank { get; }

    private int Size { get; }

    /// <summary>What ended the communication; null while it goes on.</summary>
    public DistributedException? Failure { get; private set; }

    /// <summary>Takes the messages that have come.</summary>
    public void Poll()
    {
        int flag;
        while (true)
        {
            nint request = _request;
            if (MpiNative.MPI_Test(&request, &flag, _mpi.StatusIgnore) != 0)
                return;
            _request = request;
            if (flag == 0)
                return;
            Take();
            Listen();
        }
    }

    /// <summary>Asks all others whether they are there.</summary>
    /// <returns>The ranks that did not answer within the time.</returns>
    public int[] CallTheRoll(TimeSpan time)
    {
        Array.Clear(_isPresent);
        _isPresent[Rank] = true;
        Send(Kind.RollCall, "");
        // another rank may have found out in the meantime
        WaitFor(() => Failure == null && _isPresent.Contains(false), time);
        return [.. Enumerable.Range(0, Size).Where(rank => !_isPresent[rank])];
    }

    /// <summary>Ends the communication here and, as far as they are there, on all other ranks.</summary>
    /// <param name="failure">What others are to say of it too.</param>
    /// <param name="time">For how long to wait until they have heard of it; those that the failure is about need
    /// not.</param>
    public void Fail(DistributedException failure, TimeSpan time)
    {
        if (Failure != null)
            return;
        Failure = failure;
        Array.Clear(_hasHeard);
        foreach (int rank in failure.Ranks.Append(Rank))
            _hasHeard[rank] = true;
        Send(Kind.Failed, string.Join(',', failure.Ranks) + "\n" + failure.Message);
        WaitFor(() => _hasHeard.Contains(false), time);
    }

    /// <summary>No messages are taken any more.</summary>
    public void Close()
    {
        nint request = _request;
        MpiNative.MPI_Cancel(&request);
        MpiNative.MPI_Request_free(&request);
    }

    private void Listen()
    {
        nint request = 0;
        int code = MpiNative.MPI_Irecv(_incoming, Bytes, _mpi.Byte, _mpi.AnySource, Tag, _communicator, &request);
        _request = request;
        if (code != 0)
            throw new MpiException($"MPI_Irecv: {MpiCommunicator.ErrorText(code)}");
    }

    private void WaitFor(Func<bool> isNotYet, TimeSpan time)
    {
        long start = Stopwatch.GetTimestamp();
        while (isNotYet() && Stopwatch.GetElapsedTime(start) < time)
        {
            Poll();
            Thread.Sleep(1);
        }
    }

    // Kind, rank and length of the text, then the text.
    private void Take()
    {
        var message = new ReadOnlySpan<byte>(_incoming, Bytes);
        int from = MemoryMarshal.Read<int>(message[4..]);
        string text = Encoding.UTF8.GetString(message.Slice(12, Math.Clamp(MemoryMarshal.Read<int>(message[8..]), 0, Bytes - 12)));
        if ((uint)from >= (uint)Size)
            return;
        switch ((Kind)message[0])
        {
            case Kind.RollCall:
                SendTo(from, Kind.Present, "");
                break;
            case Kind.Present:
                _isPresent[from] = true;
                break;
            case Kind.Heard:
                _hasHeard[from] = true;
                break;
            case Kind.Failed:
                SendTo(from, Kind.Heard, "");
                string[] parts = text.Split('\n', 2);
                int[] ranks = [.. parts[0].Split(',').Where(part => part.Length > 0).Select(int.Parse)];
                Failure ??= new DistributedException($"{parts[^1]} (Rank {from} reports it.)", ranks);
                break;
        }
    }

    private void Send(Kind kind, string text)
    {
        for (int rank = 0; rank < Size; rank++)
        {
            if (rank != Rank)
                SendTo(rank, kind, text);
        }
    }

    private void SendTo(int rank, Kind kind, string text)
    {
        byte[] encoded = Encoding.UTF8.GetBytes(text);
        int length = Math.Min(encoded.Length, Bytes - 12);
        byte* outgoing = (byte*)NativeMemory.AllocZeroed(Bytes);
        var message = new Span<byte>(outgoing, Bytes);
        message[0] = (byte)kind;
        MemoryMarshal.Write(message[4..], Rank);
        MemoryMarshal.Write(message[8..], length);
        encoded.AsSpan(0, length).CopyTo(message[12..]);
        nint request = 0;
        // an error here says that the other rank has ended, which is not news
        if (MpiNative.MPI_Isend(outgoing, Bytes, _mpi.Byte, rank, Tag, _communicator, &request) == 0)
            MpiNative.MPI_Request_free(&request);
    }
}
