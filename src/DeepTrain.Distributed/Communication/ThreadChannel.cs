using System.Collections.Concurrent;

namespace DeepTrain;

/// <summary>A channel between threads.</summary>
internal sealed class ThreadChannel(ThreadMeeting meeting, int rank, int peer) : IRankChannel
{
    private readonly ConcurrentQueue<byte[]> _outgoing = meeting.Mail(rank, peer), _incoming = meeting.Mail(peer, rank);

    public void Send(byte[] message)
    {
        meeting.ThrowIfFailed();
        _outgoing.Enqueue(message);
    }

    public byte[]? TryReceive()
    {
        meeting.ThrowIfFailed();
        return _incoming.TryDequeue(out byte[]? message) ? message : null;
    }

    public void Dispose()
    {
    }
}
