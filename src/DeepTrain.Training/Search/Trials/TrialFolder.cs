using System.Text;
using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>
/// The results of a search in a folder: a file that says which search it is, and results, each one line that is flushed to
/// the disk, in files that only one process each appends to. What is known is the union of these files.
/// </summary>
internal sealed class TrialFolder(string directory) : IDisposable
{
    private const string Logs = "trials-", LogEnd = ".jsonl";

    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, TrialResult> _results = [];
    private readonly SortedDictionary<string, TrialLogReader> _readers = new(StringComparer.Ordinal);
    private FileStream? _own;

    /// <summary>Makes the folder, or finds it to be this search's.</summary>
    /// <param name="identity">What makes it this search and no other.</param>
    /// <param name="begin">Called in the folder before it is said to be this search's; what it returns is disposed after
    /// that.</param>
    /// <exception cref="InvalidDataException">There are trials of another search; nothing has changed.</exception>
    /// <exception cref="IOException">It cannot be had.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Open(IReadOnlyList<KeyValuePair<string, string>> identity, Func<IDisposable?> begin)
    {
        string path = Path.Combine(directory, SearchIdentity.FileName);
        try
        {
            if (File.Exists(directory))
                throw new IOException($"Cannot search in {directory}: expected a folder, but it is a file.");
            // another search's folder is left without so much as a lock
            if (!IsOf(path, identity))
                RequireNoLogs();
            Directory.CreateDirectory(directory);
            using IDisposable? only = begin();
            if (!IsOf(path, identity))
                AtomicFile.Write(path, stream => SearchIdentity.Write(stream, identity));
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new UnauthorizedAccessException(
                $"Cannot search in {directory}: expected a folder to write in. {denied.Message}", denied);
        }
    }

    /// <inheritdoc cref="ITrialStore.Publish"/>
    public void Publish(TrialResult result)
    {
        byte[] line = Encoding.UTF8.GetBytes(result.ToJson() + "\n");
        lock (_gate)
        {
            _own ??= new FileStream(
                Path.Combine(directory, $"{Logs}{Guid.NewGuid():N}{LogEnd}"), FileMode.CreateNew, FileAccess.Write,
                FileShare.Read, bufferSize: 0);
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

    /// <inheritdoc cref="ITrialStore.Read"/>
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
}
