using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace DeepTrain.Runtime;

/// <summary>What the members of a team share: the run, the word from which tiles are claimed, and the waiting.</summary>
/// <remarks>
/// One 64-bit word says everything that changes within a run: the tiles of the current phase that nobody has claimed,
/// those that are not finished, and the phase. A single interlocked subtraction finishes a tile and claims the next, so
/// no member ever retries, and a member that loses its processor between two tiles keeps nobody waiting. Who finishes a
/// phase's last tile opens the next phase. What a claim returned is the truth about the claimed tile: until that tile is
/// finished neither its phase nor the run can end. A subtraction that comes too late takes the unclaimed count below 0,
/// which claims nothing and is forgotten when the next phase opens.
/// Which tile a claim is for says its side: half of the members take tiles from the first one on, the others from the last
/// one back, until they meet. So a member works on about the same rows and columns in every phase, and finds them in its cache.
/// </remarks>
internal sealed unsafe partial class TeamWork
{
    private const long OneUnclaimed = 1L << 40;
    private const long OneUnfinished = 1L << 16;
    private const int PhaseMask = 0xFFFF;
    private const int MaxPhases = PhaseMask;
    private const int MaxTiles = 1 << 22;

    // the word between runs: nothing to claim, nothing to finish, no phase
    private const long Done = PhaseMask;

    private object? _network;
    private delegate*<object, int, int, void> _tile;
    private int* _tiles;
    private int _phases;
    private Exception? _failure;
    private SharedLines _lines;

    /// <summary>Takes the team through a run; the caller works as well.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(object network, delegate*<object, int, int, void> tile, int* tiles, int phases)
    {
        int first = Check(tiles, phases);
        if (first == phases)
            return;
        _network = network;
        _tile = tile;
        _tiles = tiles;
        _phases = phases;
        WorkFrom(Open(first), fromEnd: false);
        while (!IsDone(Volatile.Read(ref _lines.Word)))
        {
            if (TryClaim(out long claim))
                WorkFrom(claim, fromEnd: false);
            else if (!Spin(isCaller: true))
                ParkCaller();
        }
        _network = null;
        if (_failure != null)
            Rethrow();
    }

    private static long Word(int phase, int unfinished, int unclaimed) =>
        unclaimed * OneUnclaimed + unfinished * OneUnfinished + phase;

    private static int Unclaimed(long word) => (int)(word >> 40);

    private static int Unfinished(long word) => unchecked((int)(word >> 16)) & 0xFFFFFF;

    private static int Phase(long word) => unchecked((int)word) & PhaseMask;

    private static bool IsDone(long word) => Phase(word) == PhaseMask;

    // the first phase that has tiles
    private int Check(int* tiles, int phases)
    {
        ObjectDisposedException.ThrowIf(_stopping, typeof(ThreadTeam));
        if (_network != null)
            throw new InvalidOperationException("The team is in a run: one run at a time, and none from within a tile.");
        if (phases > MaxPhases)
            throw new ArgumentOutOfRangeException(nameof(tiles), $"A run has at most {MaxPhases} phases, not {phases}.");
        int first = phases;
        for (int phase = phases - 1; phase >= 0; phase--)
        {
            if ((uint)tiles[phase] > MaxTiles)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(tiles), $"Phase {phase} has {tiles[phase]} tiles; 0 to {MaxTiles} are possible.");
            }
            if (tiles[phase] != 0)
                first = phase;
        }
        return first;
    }

    // claims a tile if there is one; the claim is the word as it was before
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryClaim(out long claim)
    {
        claim = Volatile.Read(ref _lines.Word);
        if (Unclaimed(claim) <= 0)
            return false;
        claim = Interlocked.Add(ref _lines.Word, -OneUnclaimed) + OneUnclaimed;
        return Unclaimed(claim) > 0;
    }

    // runs the claimed tile, and goes on until there is nothing left to claim
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WorkFrom(long claim, bool fromEnd)
    {
        while (true)
        {
            int phase = Phase(claim);
            RunTile(phase, Next(phase, fromEnd));
            claim = Interlocked.Add(ref _lines.Word, -(OneUnclaimed + OneUnfinished)) + (OneUnclaimed + OneUnfinished);
            if (Unclaimed(claim) > 0)
                continue;
            if (Unfinished(claim) > 1)
                return;
            phase = _failure == null ? NextPhase(phase) : _phases;
            if (phase == _phases)
            {
                Close();
                return;
            }
            claim = Open(phase);
        }
    }

    // a claimed tile of this side; there are no more claims than tiles, so that the sides do not cross
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Next(int phase, bool fromEnd) => fromEnd
        ? _tiles[phase] - Interlocked.Increment(ref _lines.FromEnd)
        : Interlocked.Increment(ref _lines.FromStart) - 1;

    private int NextPhase(int phase)
    {
        do
            phase++;
        while (phase < _phases && _tiles[phase] == 0);
        return phase;
    }

    // opens a phase with its first tile claimed already: one transfer of the word less
    private long Open(int phase)
    {
        int count = _tiles[phase];
        // nobody has a claim, so nobody else looks at them
        _lines.FromStart = 0;
        _lines.FromEnd = 0;
        Interlocked.Exchange(ref _lines.Word, Word(phase, count, count - 1));
        if ((Volatile.Read(ref _lines.ParkedWorkers) | Volatile.Read(ref _lines.ParkedCaller)) != 0)
            Wake(count - 1);
        return Word(phase, count, count);
    }

    // from here on the run belongs to the caller again
    private void Close()
    {
        Interlocked.Exchange(ref _lines.Word, Done);
        if (Volatile.Read(ref _lines.ParkedCaller) != 0)
            WakeCaller();
    }

    // in a frame of its own, so that no idle worker's stack remembers the network
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void RunTile(int phase, int index)
    {
        try
        {
            _tile(_network!, phase, index);
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref _failure, exception, null);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Rethrow()
    {
        ExceptionDispatchInfo failure = ExceptionDispatchInfo.Capture(_failure!);
        _failure = null;
        failure.Throw();
    }

    // the word has two cache lines to itself (processors fetch them in pairs), and so have each side and what is seldom written
    [StructLayout(LayoutKind.Explicit, Size = 640)]
    private struct SharedLines
    {
        [FieldOffset(128)]
        public long Word;

        [FieldOffset(256)]
        public int ParkedWorkers;

        [FieldOffset(260)]
        public int ParkedCaller;

        [FieldOffset(384)]
        public int FromStart;

        [FieldOffset(512)]
        public int FromEnd;
    }
}
