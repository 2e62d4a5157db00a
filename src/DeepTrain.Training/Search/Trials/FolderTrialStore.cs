namespace DeepTrain;

/// <summary>
/// Trials in a folder that several processes and machines share. Nothing there says "running": a claim is a lock on a file,
/// which the kernel frees when its holder dies.
/// </summary>
internal sealed class FolderTrialStore(string directory) : ITrialStore
{
    private readonly TrialFolder _folder = new(directory);
    private readonly string _claims = Path.Combine(directory, "claims");

    public void Open(IReadOnlyList<KeyValuePair<string, string>> identity) => _folder.Open(identity, () =>
    {
        Directory.CreateDirectory(_claims);
        return LockOnly(Path.Combine(directory, "search.lock"));
    });

    public IDisposable? TryClaim(int number) => TryLock(Path.Combine(_claims, $"trial-{number}.lock"), FileOptions.DeleteOnClose);

    public void Publish(TrialResult result) => _folder.Publish(result);

    public IReadOnlyList<TrialResult> Read() => _folder.Read();

    public void Dispose()
    {
        _folder.Dispose();
        RemoveAbandonedClaims();
    }

    // The lock ends with its holder, the file does not.
    private void RemoveAbandonedClaims()
    {
        try
        {
            foreach (string path in Directory.EnumerateFiles(_claims, "*.lock"))
                TryLock(path, FileOptions.DeleteOnClose)?.Dispose();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // they are in nobody's way
        }
    }

    // Waits until it has the file to itself; proves on the way that locks are locks here.
    private FileStream LockOnly(string path)
    {
        for (long start = Environment.TickCount64; ; Thread.Sleep(10))
        {
            if (TryLock(path, FileOptions.None) is { } only)
            {
                if (TryLock(path, FileOptions.None) is not { } second)
                    return only;
                second.Dispose();
                only.Dispose();
                throw new IOException(
                    $"Cannot search in {directory}: expected a file system with locks, by which workers agree on trials; this one grants two "
                    + "on one file. DistributedSearch of the package DeepTrain.Distributed needs none.");
            }
            if (Environment.TickCount64 - start > 60_000)
                throw new IOException($"Cannot search in {directory}: another process has held {path} for a minute.");
        }
    }

    private static FileStream? TryLock(string path, FileOptions options)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, options);
        }
        catch (IOException held) when (IsHeld(held.HResult))
        {
            return null;
        }
    }

    // EWOULDBLOCK of Linux and of BSD; sharing and lock violation of Windows
    private static bool IsHeld(int code) => OperatingSystem.IsWindows()
        ? (code & 0xffff) is 32 or 33
        : code == (OperatingSystem.IsLinux() || OperatingSystem.IsAndroid() ? 11 : 35);
}
