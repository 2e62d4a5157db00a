namespace DeepTrain;

/// <summary>A trial that a rank has until this is disposed.</summary>
internal sealed class TrialClaim(Action release) : IDisposable
{
    private Action? _release = release;

    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
