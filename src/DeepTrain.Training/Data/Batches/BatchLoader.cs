using System.Runtime.ExceptionServices;

namespace DeepTrain;

/// <summary>
/// Batches of a dataset, epoch after epoch, read ahead by threads into a ring of buffers. What a batch holds is a function
/// of
/// seed, epoch and batch, so that neither the number of threads nor where reading begins changes a byte.
/// </summary>
/// <remarks>
/// One thread takes the batches. An error of a worker is thrown when its batch is asked for, after those before it; the
/// loader is then, and after a cancellation, ready for <see cref="Begin"/>.
/// </remarks>
public sealed class BatchLoader : IDisposable
{
    private readonly Dataset _data;
    private readonly LoaderOptions _options;
    private readonly BatchPlan _plan;
    private readonly Func<int, int, IndexRange>? _part;
    private readonly int[] _order;
    private readonly Slot[] _ring;
    private readonly Thread[] _workers;

    // everything below is guarded by this lock, and each change of it pulses
    private readonly object _lock = new();
    private long _epoch;
    private int _claimed; // batches that a worker has begun
    private int _taken;   // batches that have been handed out; the last one is in use
    private int _busy;    // workers that fill a buffer
    private bool _isOpen; // there are batches to fill
    private bool _isDisposed;

    /// <summary>Prepares buffers and starts the threads, which wait for <see cref="Begin"/>.</summary>
    /// <param name="data">What to read.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">An option is out of its range, the augmentation needs images and these are none,
    /// or
    /// no batch is left.</exception>
    public BatchLoader(Dataset data, LoaderOptions options)
        : this(data, options, part: null)
    {
    }

    /// <param name="data">What to read.</param>
    /// <param name="options">How.</param>
    /// <param name="part">
    /// From a batch and its rows, which of these to read; others are some other process's. Null: all of them.
    /// </param>
    internal BatchLoader(Dataset data, LoaderOptions options, Func<int, int, IndexRange>? part)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        if (options.BatchSize < 1)
            throw new ArgumentException($"Expected a BatchSize of at least 1; it is {options.BatchSize}.", nameof(options));
        if (options.Workers is < 0 or > MostWorkers)
        {
            throw new ArgumentException(
                $"Expected from 0 to {MostWorkers} Workers; there are to be {options.Workers}.", nameof(options));
        }
        options.Augmentation?.CheckShape(data.InputShape);
        _data = data;
        _options = options;
        _part = part;
        _plan = new BatchPlan(data.Rows, options.BatchSize, options.LastBatch);
        _order = new int[data.Rows];
        if (!options.Shuffle)
        {
            for (int next = 0; next < _order.Length; next++)
                _order[next] = next;
        }
        // a buffer in use, one for each worker, and one for each that is ready before it is asked for
        _ring = new Slot[options.Workers == 0 ? 1 : 2 * options.Workers + 1];
        for (int next = 0; next < _ring.Length; next++)
            _ring[next] = new Slot(data.CreateBatch(_plan.Longest), options.Augmentation?.CreateScratch(data.InputShape));
        _workers = new Thread[options.Workers];
        for (int next = 0; next < _workers.Length; next++)
        {
            _workers[next] = new Thread(Work) { IsBackground = true, Name = $"DeepTrain loader {next}" };
            _workers[next].Start();
        }
    }

    /// <summary>The highest number of workers.</summary>
    public const int MostWorkers = 256;

    /// <summary>Batches in an epoch.</summary>
    public int Batches => _plan.Count;

    /// <summary>Starts an epoch, or starts it again in its midst; what is left of another is dropped.</summary>
    /// <param name="epoch">From 0.</param>
    /// <param name="firstBatch">The batch to start with, from 0 to <see cref="Batches"/>.</param>
    public void Begin(long epoch, int firstBatch = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(firstBatch);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstBatch, Batches);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            Quiesce();
            if (_options.Shuffle)
                Permutation.Fill(_order, _options.Seed, epoch);
            foreach (Slot slot in _ring)
                (slot.Filled, slot.Error) = (-1, null);
            (_epoch, _claimed, _taken) = (epoch, firstBatch, firstBatch);
            _isOpen = true;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>The next batch of the epoch, null at its end. It holds until the next call.</summary>
    /// <param name="token">Ends the wait for a batch.</param>
    /// <exception cref="InvalidOperationException">No epoch has begun.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Batch? Next(CancellationToken token = default)
    {
        token.ThrowIfCancellationRequested();
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!_isOpen)
                throw new InvalidOperationException("There is no epoch to take a batch from: call Begin first.");
            if (_taken == Batches)
                return null;
            Slot slot = _ring[_taken % _ring.Length];
            if (_workers.Length == 0)
                Fill(slot, _claimed++);
            else
                WaitFor(slot, token);
            if (slot.Error != null)
            {
                _isOpen = false;
                Quiesce();
                slot.Error.Throw();
            }
            _taken++;
            Monitor.PulseAll(_lock); // the buffer before is free
            return slot.Batch;
        }
    }

    /// <summary>Ends the threads. A batch that is being filled is waited for.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            Monitor.PulseAll(_lock);
        }
        foreach (Thread worker in _workers)
            worker.Join();
    }

    private void WaitFor(Slot slot, CancellationToken token)
    {
        if (slot.Filled == _taken)
            return;
        // Unregister, not Dispose: that would wait for a callback, which waits for the lock that is held here
        CancellationTokenRegistration registration = token.UnsafeRegister(static state =>
        {
            lock (state!)
                Monitor.PulseAll(state);
        }, _lock);
        try
        {
            while (slot.Filled != _taken)
            {
                token.ThrowIfCancellationRequested();
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                Monitor.Wait(_lock);
            }
        }
        finally
        {
            registration.Unregister();
        }
    }

    // No worker begins another batch, and all have ended theirs; on return the lock is held as before.
    private void Quiesce()
    {
        _claimed = Batches;
        while (_busy > 0)
            Monitor.Wait(_lock);
    }

    private void Work()
    {
        while (true)
        {
            int batch;
            lock (_lock)
            {
                while (!_isDisposed && !HasWork())
                    Monitor.Wait(_lock);
                if (_isDisposed)
                    return;
                batch = _claimed++;
                _busy++;
            }
            Slot slot = _ring[batch % _ring.Length];
            Fill(slot, batch);
            lock (_lock)
            {
                slot.Filled = batch;
                _busy--;
                Monitor.PulseAll(_lock);
            }
        }
    }

    // the buffer of the batch in use, _taken - 1, is not free
    private bool HasWork() => _isOpen && _claimed < Batches && _claimed < _taken - 1 + _ring.Length;

    private void Fill(Slot slot, int batch)
    {
        slot.Error = null;
        try
        {
            int rows = _plan.Length(batch);
            IndexRange part = _part?.Invoke(batch, rows) ?? new IndexRange(0, rows);
            slot.Batch.Clear();
            if (part.Count > 0)
                _data.Read(_order.AsSpan(_plan.Start(batch) + part.First, part.Count), slot.Batch);
            slot.Batch.WholeRows = rows;
            if (part.Count > 0)
                _options.Augmentation?.Apply(slot.Batch, slot.Scratch!, _options.Seed, _epoch);
        }
        // whatever it is: it belongs to whoever asks for the batch, and must not end the process
        catch (Exception error)
        {
            slot.Error = ExceptionDispatchInfo.Capture(error);
        }
    }

    private sealed class Slot(Batch batch, AugmentationScratch? scratch)
    {
        public Batch Batch { get; } = batch;

        public AugmentationScratch? Scratch { get; } = scratch;

        public int Filled { get; set; } = -1;

        public ExceptionDispatchInfo? Error { get; set; }
    }
}
