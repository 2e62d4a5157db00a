using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace DeepTrain;

/// <summary>
/// Asks for rows before they are copied. Those that are drawn from all over a large set are in no cache: for each the
/// processor would look up where its pages are, and wait for the first numbers, one row after the other. Once a row has
/// begun, it sees by itself how it goes on, so that the beginnings of pages are enough; asking for whole rows is slower.
/// </summary>
internal static class Prefetching
{
    private const int PageBytes = 4096, MostPages = 8;

    /// <summary>Begins to fetch, and waits for nothing. A hint: nothing happens where processors take none.</summary>
    public static unsafe void Fetch(ReadOnlySpan<float> row)
    {
        if (!Sse.IsSupported || row.IsEmpty)
            return;
        // not pinned: an address that is no longer the row's own is a hint for nothing, and no error
        byte* start = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(row));
        byte* last = start + Math.Min((long)row.Length * sizeof(float), MostPages * PageBytes) - 1;
        for (byte* next = start; next < last; next += PageBytes)
            Sse.Prefetch0(next);
        Sse.Prefetch0(last);
    }
}
