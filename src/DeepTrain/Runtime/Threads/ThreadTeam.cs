using System.ComponentModel;

namespace DeepTrain.Runtime;

/// <summary>
/// Threads that work through the phases of a training step together. A phase is a number of independent tiles; each tile
/// is run once, by whoever takes it, and a phase starts when every tile of the one before is finished. For one calling
/// thread at a time.
/// </summary>
/// <remarks>
/// The workers know the work, not the team: a team that is forgotten is collected, and its finalizer sends them home.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class ThreadTeam : IDisposable
{
    private readonly TeamWork _work;

    /// <summary>Starts a team.</summary>
    /// <param name="threads">The members, at least 2: the calling thread and background threads.</param>
    public ThreadTeam(int threads)
        : this(threads, Environment.ProcessorCount)
    {
    }

    internal ThreadTeam(int threads, int processors)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 2);
        Threads = threads;
        _work = new TeamWork(threads, processors);
        Workers = new Thread[threads - 1];
        try
        {
            for (int index = 0; index < Workers.Length; index++)
            {
                TeamWork work = _work;
                bool fromEnd = index % 2 == 0;
                Workers[index] = new Thread(() => work.WorkerLoop(fromEnd)) { IsBackground = true, Name = $"DeepTrain worker {index + 1}" };
                Workers[index].UnsafeStart();
            }
        }
        catch
        {
            // those that were started would wait for work for ever
            Dispose();
            throw;
        }
    }

    /// <summary>Ends the workers of a team that was forgotten.</summary>
    ~ThreadTeam() => _work?.Stop();

    /// <summary>The members, the calling thread included.</summary>
    public int Threads { get; }

    internal Thread[] Workers { get; }

    /// <summary>
    /// Calls <paramref name="tile"/> with the network, the phase and the tile's index for every tile of every phase, and
    /// returns when all are finished. An exception in a tile ends the run after its phase and is thrown here.
    /// </summary>
    /// <param name="network">What the tiles work on.</param>
    /// <param name="tile">Runs one tile.</param>
    /// <param name="tiles">How many tiles each phase has; 0 is allowed.</param>
    public void Run(object network, delegate*<object, int, int, void> tile, ReadOnlySpan<int> tiles)
    {
        ArgumentNullException.ThrowIfNull(network);
        fixed (int* counts = tiles)
            _work.Run(network, tile, counts, tiles.Length);
        GC.KeepAlive(this);
    }

    /// <summary>Ends the workers.</summary>
    public void Dispose()
    {
        _work.Stop();
        GC.SuppressFinalize(this);
    }
}
