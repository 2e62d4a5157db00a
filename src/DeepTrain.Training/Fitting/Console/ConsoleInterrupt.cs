using System.Runtime.InteropServices;

namespace DeepTrain;

/// <summary>
/// Makes Ctrl+C, or a signal to terminate, end a fit in order: <c>using ConsoleInterrupt interrupt = new();</c> and its
/// <see cref="Token"/> for the fit, which then returns what it has. A second one ends the program at once.
/// </summary>
public sealed class ConsoleInterrupt : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Takes the signals from now on, until it is disposed.</summary>
    public ConsoleInterrupt() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
    ];

    /// <summary>Cancelled at the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Gives the signals back.</summary>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void Handle(PosixSignalContext signal)
    {
        // the second time what the system does: the program ends
        if (_source.IsCancellationRequested)
            return;
        signal.Cancel = true;
        Console.Error.WriteLine("Ending after this batch; press Ctrl+C again to end at once.");
        _source.Cancel();
    }
}
