using System.ComponentModel;

namespace DeepTrain.Runtime;

/// <summary>
/// Zeroed floats at a 64-byte boundary. The memory is a pinned array, so the collector frees it with this object; whoever
/// works on <see cref="Pointer"/> keeps the buffer reachable meanwhile.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class AlignedBuffer
{
    private const int Alignment = 64;

    private float[]? _memory;
    private int _start;

    /// <summary>Allocates a buffer.</summary>
    /// <param name="floats">How many floats, at least 0.</param>
    public AlignedBuffer(long floats = 0) => Reserve(floats);

    /// <summary>The first float; null in a buffer of length 0.</summary>
    public float* Pointer { get; private set; }

    /// <summary>How many floats there are.</summary>
    public long Length { get; private set; }

    /// <summary>All floats. The memory stays while the span is used, whatever becomes of the buffer.</summary>
    public Span<float> Span => _memory.AsSpan(_start, (int)Length);

    /// <summary>
    /// Makes room for <paramref name="floats"/> floats. A buffer that is large enough stays as it is; one that grows
    /// moves and is all zeros.
    /// </summary>
    /// <exception cref="OutOfMemoryException">The memory is not there; the buffer is as before.</exception>
    public void Reserve(long floats)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(floats);
        if (floats <= Length)
            return;
        const int Slack = Alignment / sizeof(float);
        if (floats > Array.MaxLength - Slack)
            throw new OutOfMemoryException($"A buffer of {floats} floats is larger than an array can be.");
        float[] memory = GC.AllocateArray<float>((int)floats + Slack, pinned: true);
        fixed (float* first = memory)
            Pointer = (float*)(((nuint)first + (Alignment - 1)) & ~(nuint)(Alignment - 1));
        fixed (float* first = memory)
            _start = (int)(Pointer - first);
        HugePages.Ask(Pointer, (nuint)floats * sizeof(float));
        _memory = memory;
        Length = floats;
    }

    /// <summary>
    /// Writes to each page what it holds: a system gives memory when it is first written to, page by page, and that takes its time.
    /// </summary>
    public void Touch()
    {
        const int Page = 4096 / sizeof(float);
        for (long i = 0; i < Length; i += Page)
            Volatile.Write(ref Pointer[i], Volatile.Read(ref Pointer[i]));
        if (Length > 0)
            Volatile.Write(ref Pointer[Length - 1], Volatile.Read(ref Pointer[Length - 1]));
        GC.KeepAlive(this);
    }
}
