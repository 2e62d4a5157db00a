using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DeepTrain.Benchmarks.Measuring;

/// <summary>
/// How long one core takes to read and write once what an update changes, weights and the optimizer's slots. From a few
/// megabytes on that is more than the caches that a core has for itself, and no kernel is faster than its memory.
/// </summary>
internal static unsafe class MemoryLimit
{
    /// <summary>The microseconds that it takes, the median of many times.</summary>
    /// <param name="floats">How many numbers are read and written.</param>
    public static double Microseconds(long floats)
    {
        nuint count = ((nuint)floats + 63) & ~(nuint)63;
        float* memory = (float*)NativeMemory.AlignedAlloc(count * sizeof(float), 64);
        try
        {
            for (nuint i = 0; i < count; i++)
                memory[i] = 1;
            return Timing.MedianMicroseconds(times => Pass(memory, count, times), seconds: 0.2);
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }

    private static void Pass(float* memory, nuint count, int times)
    {
        Vector256<float> less = Vector256.Create(0.999999f);
        for (; times > 0; times--)
        {
            for (nuint i = 0; i < count; i += 32)
            {
                (Vector256.Load(memory + i) * less).Store(memory + i);
                (Vector256.Load(memory + i + 8) * less).Store(memory + i + 8);
                (Vector256.Load(memory + i + 16) * less).Store(memory + i + 16);
                (Vector256.Load(memory + i + 24) * less).Store(memory + i + 24);
            }
        }
    }
}
