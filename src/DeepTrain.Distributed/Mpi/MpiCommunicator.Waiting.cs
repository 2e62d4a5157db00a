using System.Diagnostics;
using System.Runtime.InteropServices;

namespace DeepTrain;

/// <content>Waiting for other ranks, but not for ever.</content>
internal sealed unsafe partial class MpiCommunicator
{
    // by which MPICH's launcher, where it is told to go on, says that a process of the job has ended: SIGUSR1
    private static readonly PosixSignal s_notice = (PosixSignal)(OperatingSystem.IsMacOS() ? 30 : 10);

    private PosixSignalRegistration? _noticeRegistration;
    private volatile bool _hasNotice;

    // communicators that were given up, with memory that MPI may still know of
    private static readonly List<object> s_abandoned = [];

    // for how long others are given to answer a roll call, or to hear of a failure
    private TimeSpan Grace => TimeSpan.FromSeconds(Math.Clamp(Timeout.TotalSeconds / 2, 1, 5));

    // The signal would end the process without a word.
    private void TakeNotices()
    {
        if (OperatingSystem.IsWindows())
            return;
        _noticeRegistration = PosixSignalRegistration.Create(s_notice, signal =>
        {
            signal.Cancel = true;
            _hasNotice = true;
        });
    }

    private void Enter()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_thread >= 0 && _thread != Environment.CurrentManagedThreadId)
        {
            throw new InvalidOperationException(
                $"Expected a call from the thread that started MPI: {Transport} allows no other.");
        }
        ThrowIfFailed();
    }

    /// <summary>Waits for something that other ranks do without MPI, but no longer than for MPI itself.</summary>
    internal void WaitUntil(Func<bool> isDone, string what)
    {
        Enter();
        long start = Stopwatch.GetTimestamp();
        for (long turn = 0; !isDone(); turn++)
        {
            if ((turn & 63) == 63)
                Pause(start, what);
        }
    }

    // Looks after a request until it is done.
    private void Complete(nint* request, string what)
    {
        if (Test(request) != 0)
            return;
        long start = Stopwatch.GetTimestamp();
        for (long turn = 0; Test(request) == 0; turn++)
        {
            if ((turn & 63) == 63)
                Pause(start, what);
        }
    }

    private void Pause(long start, string what)
    {
        _control.Poll();
        if (_control.Failure != null)
            Abandon();
        ThrowIfFailed();
        TimeSpan waited = Stopwatch.GetElapsedTime(start);
        if (waited > Timeout || (_hasNotice && waited > Grace))
            GiveUp(what);
        // others may need this processor to get on; after a while they are busy with something else
        if (waited.TotalMilliseconds < 20)
            Thread.Yield();
        else
            Thread.Sleep(1);
    }

    private int Test(nint* request)
    {
        int flag = 0, code = MpiNative.MPI_Test(request, &flag, _mpi.StatusIgnore);
        if (code == 0)
            return flag;
        // the library knows before the time is over that another rank has gone, but as a rule not which
        var failure = new DistributedException($"The connection to other ranks is broken: {ErrorText(code)}", []);
        _control.Fail(failure, Grace);
        Abandon();
        throw new DistributedException(failure.Message, failure.Ranks);
    }

    private void GiveUp(string what)
    {
        int[] missing = _control.CallTheRoll(Grace);
        // others may have found out in the meantime
        if (_control.Failure == null)
        {
            TimeSpan limit = _hasNotice && Grace < Timeout ? Grace : Timeout;
            string time = $"within {limit.TotalSeconds:0.###} s, while rank {Rank} waited for {what}";
            _control.Fail(
                missing.Length > 0
                    ? new DistributedException($"No answer from {DistributedException.Names(missing)} {time}.", missing)
                    : new DistributedException(
                        $"All ranks wait, but not for the same: nothing has come {time}. They have to make the same calls in the same "
                        + "order.", []),
                Grace);
        }
        Abandon();
        ThrowIfFailed();
    }

    // From here on MPI is not called any more; what it may still write to stays where it is.
    private void Abandon()
    {
        lock (s_abandoned)
        {
            if (!s_abandoned.Contains(this))
                s_abandoned.Add(this);
        }
    }

    private void ThrowIfFailed()
    {
        if (_control.Failure is { } failure)
            throw new DistributedException(failure.Message, failure.Ranks, failure.InnerException);
    }
}
