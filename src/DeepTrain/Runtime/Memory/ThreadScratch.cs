using System.ComponentModel;

namespace DeepTrain.Runtime;

/// <summary>
/// Working memory of the calling thread, so that many threads can predict with one network at once. It grows to the
/// largest request and goes with the thread.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class ThreadScratch
{
    [ThreadStatic]
    private static AlignedBuffer? s_buffer;

    /// <summary>
    /// At least <paramref name="floats"/> floats at a 64-byte boundary, their values left over from earlier use. Valid
    /// until the same thread's next call.
    /// </summary>
    public static float* Rent(long floats)
    {
        AlignedBuffer buffer = s_buffer ??= new AlignedBuffer();
        buffer.Reserve(floats);
        return buffer.Pointer;
    }
}
