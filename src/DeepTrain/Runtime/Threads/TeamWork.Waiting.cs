using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace DeepTrain.Runtime;

/// <summary>How the members wait: they spin, then offer their processor to others, then park.</summary>
/// <remarks>
/// A parked member announces itself and looks at the word once more before it sleeps; who opens a phase publishes the
/// word first and looks for parked members after. So one of the two always sees the other.
/// </remarks>
internal sealed unsafe partial class TeamWork
{
    private const int QuickPolls = 100;
    private const int PausesPerLook = 16;
    private const int CallerNapMilliseconds = 1;

    // A pause is answered fastest, but holds up whoever shares the processor. A yield lets it go on, and costs a call of
    // the system.
    private static readonly long s_pauseTicks = Microseconds(4);
    private static readonly long s_betweenRunsTicks = Microseconds(50);
    private static readonly long s_withinRunTicks = Microseconds(500);

    private readonly SemaphoreSlim _workerGate = new(0);
    private readonly SemaphoreSlim _callerGate = new(0);
    private readonly int _threads;
    private readonly int _processors;
    private volatile bool _stopping;

    /// <summary>Work for a team.</summary>
    /// <param name="threads">The members, the caller included.</param>
    /// <param name="processors">What they run on. No more members than that are woken: they would only take turns.</param>
    public TeamWork(int threads, int processors)
    {
        _threads = threads;
        _processors = processors;
        _lines.Word = Done;
    }

    /// <summary>What a worker does until the team ends.</summary>
    /// <param name="fromEnd">The side from which it takes tiles; the caller takes them from the start.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void WorkerLoop(bool fromEnd)
    {
        while (!_stopping)
        {
            if (TryClaim(out long claim))
                WorkFrom(claim, fromEnd);
            else if (!Spin(isCaller: false))
                ParkWorker();
        }
    }

    /// <summary>Ends the workers. May be called more than once.</summary>
    public void Stop()
    {
        _stopping = true;
        Interlocked.MemoryBarrier();
        WakeWorkers(int.MaxValue);
    }

    // whether there is a reason not to wait: a tile, or for the caller the end of the run, for a worker the end of the team
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsWanted(bool isCaller)
    {
        long word = Volatile.Read(ref _lines.Word);
        return Unclaimed(word) > 0 || (isCaller ? IsDone(word) : _stopping);
    }

    // false when the patience is at an end
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Spin(bool isCaller)
    {
        for (int poll = 0; poll < QuickPolls; poll++)
        {
            if (IsWanted(isCaller))
                return true;
        }
        long start = Stopwatch.GetTimestamp();
        while (_threads <= _processors && Stopwatch.GetTimestamp() - start < s_pauseTicks)
        {
            for (int pause = 0; pause < PausesPerLook; pause++)
            {
                Pause();
                if (IsWanted(isCaller))
                    return true;
            }
        }
        // within a run a member is soon wanted again, and waking it would cost more than its yields
        while (Stopwatch.GetTimestamp() - start < YieldTicks())
        {
            Thread.Yield();
            if (IsWanted(isCaller))
                return true;
        }
        return false;
    }

    private long YieldTicks() => IsDone(Volatile.Read(ref _lines.Word)) ? s_betweenRunsTicks : s_withinRunTicks;

    private static long Microseconds(int count) => Stopwatch.Frequency * count / 1_000_000;

    // Thread.SpinWait waits several times as long as a transfer between cores
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pause()
    {
        if (X86Base.IsSupported)
            X86Base.Pause();
        else if (ArmBase.IsSupported)
            ArmBase.Yield();
        else
            Thread.SpinWait(1);
    }

    private void ParkWorker()
    {
        Interlocked.Increment(ref _lines.ParkedWorkers);
        // who cannot take its announcement back has been woken: the gate is open, or about to be
        if (IsWanted(isCaller: false) && TakeParked(1) == 1)
            return;
        _workerGate.Wait();
    }

    // A nap, not a sleep: a waiting caller leaves its processor to the worker whose own was taken away, but trusts nobody
    // to wake it.
    private void ParkCaller()
    {
        while (_callerGate.Wait(0))
        {
            // a wake that came after an earlier nap
        }
        Interlocked.Exchange(ref _lines.ParkedCaller, 1);
        if (!IsWanted(isCaller: true))
            _callerGate.Wait(CallerNapMilliseconds);
        Volatile.Write(ref _lines.ParkedCaller, 0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Wake(int wanted)
    {
        if (wanted == 0)
            return;
        if (Volatile.Read(ref _lines.ParkedCaller) != 0)
        {
            WakeCaller();
            wanted--;
        }
        int awake = _threads - Volatile.Read(ref _lines.ParkedWorkers);
        WakeWorkers(Math.Min(wanted, _processors - awake));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WakeCaller()
    {
        if (Interlocked.Exchange(ref _lines.ParkedCaller, 0) != 0)
            _callerGate.Release();
    }

    private void WakeWorkers(int wanted)
    {
        int taken = TakeParked(wanted);
        if (taken > 0)
            _workerGate.Release(taken);
    }

    // takes up to so many workers off the count of the parked ones
    private int TakeParked(int wanted)
    {
        int parked = Volatile.Read(ref _lines.ParkedWorkers);
        while (true)
        {
            int taken = Math.Min(parked, wanted);
            if (taken <= 0)
                return 0;
            int seen = Interlocked.CompareExchange(ref _lines.ParkedWorkers, parked - taken, parked);
            if (seen == parked)
                return taken;
            parked = seen;
        }
    }
}
