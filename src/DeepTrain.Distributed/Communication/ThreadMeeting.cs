using System.Collections.Concurrent;
using System.Diagnostics;

namespace DeepTrain;

/// <summary>Where threads that play ranks meet: each lays something down, waits for all, and looks at what the others laid
/// down.</summary>
internal sealed class ThreadMeeting(int size)
{
    // guards all below
    private readonly object _lock = new();
    private readonly bool[] _isHere = new bool[size];

    // laid down for even and odd meetings: who is at the next one has seen what was at the last
    private readonly Deposit[,] _deposits = CreateDeposits(size);
    private readonly ConcurrentDictionary<(int From, int To), ConcurrentQueue<byte[]>> _mail = [];
    private int _here;
    private long _meeting;
    private DistributedException? _failure;

    public int Size => size;

    /// <summary>Where a rank lays down what the next meeting is about.</summary>
    public Deposit Of(int rank, long meeting) => _deposits[rank, meeting & 1];

    /// <summary>Waits until all ranks have come.</summary>
    /// <exception cref="DistributedException">Some did not come in time, or have failed.</exception>
    public void Meet(int rank, TimeSpan timeout)
    {
        lock (_lock)
        {
            ThrowIfFailed();
            long meeting = _meeting;
            _isHere[rank] = true;
            if (++_here == size)
            {
                _here = 0;
                Array.Clear(_isHere);
                _meeting++;
                Monitor.PulseAll(_lock);
                return;
            }
            long start = Stopwatch.GetTimestamp();
            while (_meeting == meeting)
            {
                ThrowIfFailed();
                TimeSpan left = timeout - Stopwatch.GetElapsedTime(start);
                if (left > TimeSpan.Zero)
                {
                    Monitor.Wait(_lock, left < TimeSpan.FromDays(1) ? left : TimeSpan.FromDays(1));
                    continue;
                }
                int[] missing = [.. Enumerable.Range(0, size).Where(next => !_isHere[next])];
                Fail(new DistributedException(
                    $"No answer from {DistributedException.Names(missing)} within {timeout.TotalSeconds:0.###} s.", missing));
            }
        }
    }

    /// <summary>Ends this meeting and all later ones with an error.</summary>
    public void Fail(DistributedException failure)
    {
        lock (_lock)
        {
            _failure ??= failure;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>What a rank has sent to another, which that one has not yet taken.</summary>
    public ConcurrentQueue<byte[]> Mail(int from, int to) => _mail.GetOrAdd((from, to), _ => new ConcurrentQueue<byte[]>());

    /// <exception cref="DistributedException">A meeting was ended.</exception>
    public void ThrowIfFailed()
    {
        if (_failure != null)
            throw new DistributedException(_failure.Message, _failure.Ranks, _failure);
    }

    private static Deposit[,] CreateDeposits(int size)
    {
        var deposits = new Deposit[size, 2];
        for (int rank = 0; rank < size; rank++)
            (deposits[rank, 0], deposits[rank, 1]) = (new Deposit(), new Deposit());
        return deposits;
    }

    /// <summary>What a rank has laid down.</summary>
    public sealed class Deposit
    {
        private byte[] _bytes = [];
        private int _length;

        /// <summary>Which part is for whom, where it is not all for all.</summary>
        public PartTable? Parts { get; private set; }

        public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

        public void Lay(ReadOnlySpan<byte> bytes, PartTable? parts = null)
        {
            if (_bytes.Length < bytes.Length)
                _bytes = new byte[bytes.Length];
            bytes.CopyTo(_bytes);
            (_length, Parts) = (bytes.Length, parts);
        }
    }
}
