using System.Runtime.InteropServices;

namespace DeepTrain.Tests.Memory;

/// <summary>
/// Memory that starts right after, or ends right before, pages that may not be touched: one number too far ends the process.
/// </summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int NoAccess = 0;
    private const int ReadWrite = 3;
    private const int PrivateAnonymous = 0x22;

    private readonly nint _start;
    private readonly nint _length;
    private readonly byte* _numbers;

    public GuardedMemory(int count, bool atEnd)
    {
        nint page = Environment.SystemPageSize;
        nint inside = Math.Max(1, (count * sizeof(float) + page - 1) / page) * page;
        _length = inside + 2 * page;
        _start = Map(0, _length, NoAccess, PrivateAnonymous, -1, 0);
        if (_start == -1 || Protect(_start + page, inside, ReadWrite) != 0)
            throw new InvalidOperationException($"No guarded memory: error {Marshal.GetLastPInvokeError()}.");
        _numbers = (byte*)(_start + page) + (atEnd ? inside - count * sizeof(float) : 0);
        Count = count;
    }

    /// <summary>The calls below are Linux's.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux();

    private int Count { get; }

    public Span<float> Floats => new(_numbers, Count);

    public Span<int> Ints => new(_numbers, Count);

    public static GuardedMemory Of(float[] numbers, bool atEnd)
    {
        var memory = new GuardedMemory(numbers.Length, atEnd);
        numbers.CopyTo(memory.Floats);
        return memory;
    }

    public void Dispose() => Unmap(_start, _length);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(nint address, nint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(nint address, nint length);
}
