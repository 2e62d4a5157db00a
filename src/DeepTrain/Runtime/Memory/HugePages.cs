using System.Runtime.InteropServices;

namespace DeepTrain.Runtime;

/// <summary>
/// Asks Linux to give large blocks of memory in pages of 2 MB: a first step of image networks then waits for dozens of pages
/// instead of ten thousands, and addresses are looked up in fewer entries. Elsewhere, and where the system refuses, nothing changes.
/// </summary>
internal static unsafe partial class HugePages
{
    private const nuint Size = 2 << 20;
    private const int AdviseHugePages = 14; // MADV_HUGEPAGE, the same on every processor that .NET runs on

    private static bool s_absent = !OperatingSystem.IsLinux();

    /// <summary>Asks for huge pages wherever a whole one lies in a block that nobody has written to yet.</summary>
    /// <param name="start">The block's first byte.</param>
    /// <param name="bytes">The block's length.</param>
    public static void Ask(void* start, nuint bytes)
    {
        if (s_absent || bytes < 2 * Size)
            return;
        nuint first = ((nuint)start + (Size - 1)) & ~(Size - 1), end = ((nuint)start + bytes) & ~(Size - 1);
        try
        {
            // advice: a refusal leaves ordinary pages
            _ = Advise((void*)first, end - first, AdviseHugePages);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            s_absent = true;
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* start, nuint bytes, int advice);
}
