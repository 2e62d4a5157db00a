using System.Text;
using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>
/// Trials in a folder that several processes and machines share. Nothing there says "running": a claim is a lock on a file,
/// which the kernel frees when its holder dies; a result is one line, flushed to the disk, in a file that only one process
/// appends to; what is known is the union of these files.
/// </summary>
internal sealed class FolderTrialStore(string directory) : ITrialStore
{
    private const string Logs = "trials-", LogEnd = ".jsonl";

    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, TrialResult> _results = [];
    private readonly SortedDictionary<string, TrialLogReader> _readers = new(StringComparer.Ordinal);
    private FileStream? _own;

    public void Open(IReadOnlyList<KeyValuePair<string, string>> identity)
    {
        string path = Path.Combine(directory, SearchIdentity.FileName);
        try
        {
            if (File.Exists(directory))
                throw new IOException($"Cannot search in {directory}: expected a folder, but it is a file.");
            // another search's folder is left without so much as a lock
            if (!IsOf(path, identity))
                RequireNoLogs();
            Directory.CreateDirectory(Path.Combine(directory, "claims"));
            using FileStream only = LockOnly(Path.Combine(directory, "search.lock"));
            if (!IsOf(path, identity))
                AtomicFile.Write(path, stream => SearchIdentity.Write(stream, identity));
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new UnauthorizedAccessException(
                $"Cannot search in {directory}: expected a folder to write in. {denied.Message}", denied);
        }
    }

    public IDisposable? TryClaim(int number) =>
        TryLock(Path.Combine(directory, "claims", $"trial-{number}.lock"), FileOptions.DeleteOnClose);

    public void Publish(TrialResult result)
    {
        byte[] line = Encoding.UTF8.GetBytes(result.ToJson() + "\n");
        lock (_gate)
        {
            _own ??= new FileStream(
                Path.Combine(
                    directory, $"{Logs}{Guid.NewGuid():N}{LogEnd}"), FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
            long before = _own.Position;
            try
            {
                _own.Write(line);
                _own.Flush(flushToDisk: true);
            }
            catch
            {
                // a full disk: half a line is taken back, and nothing is ever written behind it
                using FileStream broken = _own;
                _own = null;
                broken.SetLength(before);
                throw;
            }
        }
    }

    public IReadOnlyList<TrialResult> Read()
    {
        lock (_gate)
        {
            foreach (string path in LogFiles())
            {
                if (!_readers.TryGetValue(path, out TrialLogReader? reader))
                    _readers.Add(path, reader = new TrialLogReader(path));
                foreach (TrialResult result in reader.ReadNew())
                    _results.TryAdd(result.Number, result);
            }
            return [.. _results.Values];
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _own?.Dispose();
        RemoveAbandonedClaims();
    }

    // The lock ends with its holder, the file does not.
    private void RemoveAbandonedClaims()
    {
        try
        {
            foreach (string path in Directory.EnumerateFiles(Path.Combine(directory, "claims"), "*.lock"))
                TryLock(path, FileOptions.DeleteOnClose)?.Dispose();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // they are in nobody's way
        }
    }

    private static bool IsOf(string path, IReadOnlyList<KeyValuePair<string, string>> identity)
    {
        if (!File.Exists(path))
            return false;
        SearchIdentity.Require(path, SearchIdentity.Read(path), identity);
        return true;
    }

    private void RequireNoLogs()
    {
        if (Directory.Exists(directory) && LogFiles().FirstOrDefault() is { } log)
        {
            throw new InvalidDataException(
                $"{log}: expected no trials in a folder without {SearchIdentity.FileName}, which says what search they are of. Name another "
                + "folder, or move them away.");
        }
    }

    private IEnumerable<string> LogFiles() => Directory.EnumerateFiles(directory, Logs + "*" + LogEnd).Order(StringComparer.Ordinal);

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
                    + "on one file.");
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
