using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace DeepTrain;

/// <summary>Asks for memory before it is needed: rows that are drawn from all over a large set are in no cache, and processors foresee
/// rows that follow each other only.</summary>
internal static class Prefetching
{
    private const int LineBytes = 64;

    // of longer rows the processor sees by itself how they go on
    private const int MostBytes = 1 << 13;

    /// <summary>Begins to fetch numbers, and waits for nothing. A hint: nothing happens where processors take none.</summary>
    public static unsafe void Fetch(ReadOnlySpan<float> numbers)
    {
        if (!Sse.IsSupported)
            return;
        // not pinned: an address that is no longer the numbers' own is a hint for nothing, and no error
        byte* start = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(numbers));
        int bytes = Math.Min(numbers.Length * sizeof(float), MostBytes);
        for (int next = 0; next < bytes; next += LineBytes)
            Sse.Prefetch0(start + next);
    }
}
