using System.Runtime.InteropServices;

namespace DeepTrain;

/// <summary>
/// A channel between processes. A message is cut into pieces of a few kilobytes, of which the first begins with the length
/// of them all, so that whoever receives needs no more room for each of many ranks.
/// </summary>
internal sealed unsafe class MpiChannel(MpiCommunicator owner, MpiInterface mpi, nint communicator, int peer) : IRankChannel
{
    // tag 0 is that of sums
    private const int PieceBytes = 4096, Tag = 2, LongestMessage = 1 << 30;

    // MPI's until the process ends: it may write there after a failure
    private readonly byte* _incoming = (byte*)NativeMemory.Alloc(PieceBytes);
    private readonly List<(nint Request, nint Memory)> _sending = [];
    private nint _request;
    private bool _isListening;
    private byte[]? _message;
    private int _received;

    public void Send(byte[] message)
    {
        owner.Look();
        FreeSent();
        byte[] whole = [.. BitConverter.GetBytes(message.Length), .. message];
        for (int start = 0; start < whole.Length; start += PieceBytes)
        {
            int count = Math.Min(PieceBytes, whole.Length - start);
            byte* piece = (byte*)NativeMemory.Alloc(PieceBytes);
            whole.AsSpan(start, count).CopyTo(new Span<byte>(piece, count));
            nint request = 0;
            Check(MpiNative.MPI_Isend(piece, count, mpi.Byte, peer, Tag, communicator, &request));
            _sending.Add((request, (nint)piece));
        }
    }

    public byte[]? TryReceive()
    {
        owner.Look();
        FreeSent();
        while (true)
        {
            nint request = _request;
            if (!_isListening)
            {
                Check(MpiNative.MPI_Irecv(_incoming, PieceBytes, mpi.Byte, peer, Tag, communicator, &request));
                (_request, _isListening) = (request, true);
            }
            int flag = 0;
            Check(MpiNative.MPI_Test(&request, &flag, mpi.StatusIgnore));
            _request = request;
            if (flag == 0)
                return null;
            _isListening = false;
            if (Take() is { } message)
                return message;
        }
    }

    public void Dispose()
    {
        FreeSent();
        foreach ((nint sent, _) in _sending)
        {
            nint request = sent;
            MpiNative.MPI_Request_free(&request);
        }
        _sending.Clear();
        if (!_isListening)
            return;
        nint listening = _request;
        MpiNative.MPI_Cancel(&listening);
        MpiNative.MPI_Request_free(&listening);
        _isListening = false;
    }

    // The message, where this is its last piece.
    private byte[]? Take()
    {
        int header = 0;
        if (_message == null)
        {
            header = sizeof(int);
            int length = MemoryMarshal.Read<int>(new ReadOnlySpan<byte>(_incoming, header));
            if (length is < 0 or > LongestMessage)
                throw new DistributedException($"Expected a message from rank {peer}, found {length} as its length.", [peer]);
            (_message, _received) = (new byte[length], 0);
        }
        int count = Math.Min(PieceBytes - header, _message.Length - _received);
        new ReadOnlySpan<byte>(_incoming + header, count).CopyTo(_message.AsSpan(_received));
        _received += count;
        if (_received < _message.Length)
            return null;
        byte[] message = _message;
        _message = null;
        return message;
    }

    private void FreeSent()
    {
        for (int next = _sending.Count - 1; next >= 0; next--)
        {
            (nint request, nint memory) = _sending[next];
            int flag = 0;
            int code = MpiNative.MPI_Test(&request, &flag, mpi.StatusIgnore);
            if (code == 0 && flag == 0)
                continue;
            // where the other rank has ended, nobody knows whether the memory is still read
            if (code == 0)
                NativeMemory.Free((void*)memory);
            _sending.RemoveAt(next);
        }
    }

    private void Check(int code)
    {
        if (code != 0)
            throw new DistributedException($"The connection to rank {peer} is broken: {MpiCommunicator.ErrorText(code)}", [peer]);
    }
}
