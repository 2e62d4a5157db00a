using System.Runtime.CompilerServices;

namespace DeepTrain.Runtime;

/// <content>What a training step works in, and that only one call at a time does.</content>
public sealed unsafe partial class NetworkState
{
    private AlignedBuffer? _stepMemory;
    private AlignedBuffer? _fixedMemory;
    private readonly AlignedBuffer _rowMemory = new();
    private readonly AlignedBuffer _rowWeights = new();
    private int _rowCapacity;
    private int _isBusy;
    private int _threads = 1;
    private ThreadTeam? _team;
    private TeamTrial? _trial;

    /// <summary>The emitted struct that says where everything lies.</summary>
    public void* Step { get; private set; }

    /// <summary>How many threads a training step may use; any number, at least 1.</summary>
    /// <exception cref="InvalidOperationException">The network is being trained.</exception>
    public int Threads
    {
        get => _threads;
        set
        {
            Guard.Threads(value);
            Enter();
            try
            {
                if (value == _threads)
                    return;
                _team?.Dispose();
                _team = null;
                _trial = null;
                _threads = value;
            }
            finally
            {
                Exit();
            }
        }
    }

    /// <summary>Allocates the step's struct and the memory that does not depend on the batch, all zeros.</summary>
    /// <returns>The memory that does not depend on the batch.</returns>
    public float* AllocateStep(int structBytes, int fixedFloats)
    {
        _stepMemory = new AlignedBuffer((structBytes + sizeof(float) - 1) / sizeof(float));
        _fixedMemory = new AlignedBuffer(fixedFloats);
        Step = _stepMemory.Pointer;
        return _fixedMemory.Pointer;
    }

    /// <summary>
    /// Begins what changes the network, or works in its step: only one call at a time may, and none from within another,
    /// such as an observer's.
    /// </summary>
    /// <exception cref="InvalidOperationException">Another call has begun and not ended.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enter()
    {
        if (Interlocked.CompareExchange(ref _isBusy, 1, 0) != 0)
            ThrowBusy();
    }

    /// <summary>Ends what <see cref="Enter"/> began.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Exit() => Volatile.Write(ref _isBusy, 0);

    /// <summary>Whether the memory for so many rows is larger than what there is, and has to be reserved.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool NeedsRows(int rows) => rows > _rowCapacity;

    /// <summary>Makes room for so many rows.</summary>
    /// <returns>The memory, which has moved.</returns>
    /// <exception cref="OutOfMemoryException">The memory is not there; nothing has changed.</exception>
    public float* ReserveRows(int rows, int floatsPerRow)
    {
        _rowMemory.Reserve((long)rows * floatsPerRow);
        _rowCapacity = rows;
        return _rowMemory.Pointer;
    }

    /// <summary>Has the system give the memory that training works in before the first step writes to it. Nothing changes.</summary>
    public void TouchTrainingMemory()
    {
        _fixedMemory?.Touch();
        _rowMemory.Touch();
        _gradients.Touch();
        foreach (AlignedBuffer? slot in _slots)
            slot?.Touch();
    }

    /// <summary>The weights of a batch's rows, divided by their mean.</summary>
    /// <param name="weights">A weight a row.</param>
    /// <param name="sum">Their sum.</param>
    /// <exception cref="OutOfMemoryException">The memory is not there; nothing has changed.</exception>
    public float* UseRowWeights(ReadOnlySpan<float> weights, double sum)
    {
        _rowWeights.Reserve(weights.Length);
        WeightedRows.Normalise(weights, sum, _rowWeights.Pointer);
        return _rowWeights.Pointer;
    }

    /// <summary>
    /// The threads that share the step that begins; null if the calling thread does it all. No more than there are processors, or
    /// tiles in the widest phase: others would only wait. None where such steps were seen to be over sooner without.
    /// </summary>
    /// <param name="mostTiles">The tiles of the phase that has the most.</param>
    /// <param name="rows">The rows of the batch, at least 1.</param>
    /// <exception cref="OutOfMemoryException">A thread could not be started; nothing has changed.</exception>
    public ThreadTeam? Team(int mostTiles, int rows)
    {
        int useful = Math.Min(_threads, Math.Min(Environment.ProcessorCount, mostTiles));
        if (useful < 2)
            return null;
        _team ??= new ThreadTeam(useful);
        _trial ??= new TeamTrial();
        return _trial.Begins(rows) ? _team : null;
    }

    /// <summary>A step that <see cref="Team"/> began is over: how long it took may tell whether the next one is shared.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EndStep() => _trial?.Ends();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowBusy() => throw new InvalidOperationException(
        "This network is being trained by another thread, or by the call that this one comes from: "
        + "one call at a time may train, inspect, load or save it.");
}
