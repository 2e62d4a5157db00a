namespace DeepTrain;

/// <summary>Ends the process where a call into MPI that nobody can interrupt does not return.</summary>
internal sealed class MpiWatchdog : IDisposable
{
    private readonly Timer _timer;

    /// <param name="time">How long the call may take.</param>
    /// <param name="message">What to say when it has taken longer.</param>
    public MpiWatchdog(TimeSpan time, string message)
    {
        // the longest that a timer takes
        TimeSpan most = TimeSpan.FromDays(49);
        _timer = new Timer(_ =>
        {
            Console.Error.WriteLine(message);
            // not Environment.Exit: that would wait for the thread that hangs
            Environment.FailFast(message);
        }, null, time < most ? time : most, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();
}
