using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace DeepTrain.Runtime;

/// <summary>Asks for memory before it is needed.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Prefetch
{
    /// <summary>
    /// Brings the cache line at <paramref name="address"/> near; nothing where the processor has no such instruction.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Line(float* address)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(address);
    }
}
