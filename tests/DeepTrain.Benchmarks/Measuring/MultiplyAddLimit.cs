using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepTrain.Benchmarks.Measuring;

/// <summary>
/// How fast one core multiplies and adds when nothing else holds it up: what no kernel can exceed. Measured again and again
/// while a workload is, because clocks and neighbours change; the median counts.
/// </summary>
internal sealed class MultiplyAddLimit
{
    private const int SamplesAtOnce = 3;

    // without vectors each multiply-add of a lane is a call
    private static readonly int s_loops = Vector256.IsHardwareAccelerated ? 20_000 : 20;

    private readonly List<double> _gigaflops = [];

    public MultiplyAddLimit() => Measure(s_loops); // compiles the loop

    /// <summary>The width that emitted code uses here.</summary>
    public static int VectorBits => Vector512.IsHardwareAccelerated ? 512 : 256;

    /// <summary>In billions of floating-point operations a second, for one core.</summary>
    public double Gigaflops => Timing.Median(_gigaflops);

    /// <summary>Measures it once more.</summary>
    public void Update()
    {
        for (int i = 0; i < SamplesAtOnce; i++)
            _gigaflops.Add(Measure(s_loops));
    }

    private static double Measure(int loops)
    {
        long start = Stopwatch.GetTimestamp();
        double flops = Vector512.IsHardwareAccelerated
            ? Run512(loops, Vector512.Create(0.5f), Vector512.Create(1f))
            : Run256(loops, Vector256.Create(0.5f), Vector256.Create(1f));
        return flops / Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }

    // Sixteen sums hide the latency of the instruction; two operands that never change let all of them stay in registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static double Run512(int loops, Vector512<float> x, Vector512<float> y)
    {
        Vector512<float> s0 = y, s1 = y, s2 = y, s3 = y, s4 = y, s5 = y, s6 = y, s7 = y;
        Vector512<float> s8 = y, s9 = y, s10 = y, s11 = y, s12 = y, s13 = y, s14 = y, s15 = y;
        for (int i = 0; i < loops; i++)
        {
            s0 = Vector512.FusedMultiplyAdd(s0, x, y);
            s1 = Vector512.FusedMultiplyAdd(s1, x, y);
            s2 = Vector512.FusedMultiplyAdd(s2, x, y);
            s3 = Vector512.FusedMultiplyAdd(s3, x, y);
            s4 = Vector512.FusedMultiplyAdd(s4, x, y);
            s5 = Vector512.FusedMultiplyAdd(s5, x, y);
            s6 = Vector512.FusedMultiplyAdd(s6, x, y);
            s7 = Vector512.FusedMultiplyAdd(s7, x, y);
            s8 = Vector512.FusedMultiplyAdd(s8, x, y);
            s9 = Vector512.FusedMultiplyAdd(s9, x, y);
            s10 = Vector512.FusedMultiplyAdd(s10, x, y);
            s11 = Vector512.FusedMultiplyAdd(s11, x, y);
            s12 = Vector512.FusedMultiplyAdd(s12, x, y);
            s13 = Vector512.FusedMultiplyAdd(s13, x, y);
            s14 = Vector512.FusedMultiplyAdd(s14, x, y);
            s15 = Vector512.FusedMultiplyAdd(s15, x, y);
        }
        Keep512(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11 + s12 + s13 + s14 + s15);
        return 2.0 * 16 * 16 * loops;
    }

    // Twelve sums and two operands fit the sixteen registers of processors without 512 bits.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static double Run256(int loops, Vector256<float> x, Vector256<float> y)
    {
        Vector256<float> s0 = y, s1 = y, s2 = y, s3 = y, s4 = y, s5 = y, s6 = y, s7 = y, s8 = y, s9 = y, s10 = y, s11 = y;
        for (int i = 0; i < loops; i++)
        {
            s0 = Vector256.FusedMultiplyAdd(s0, x, y);
            s1 = Vector256.FusedMultiplyAdd(s1, x, y);
            s2 = Vector256.FusedMultiplyAdd(s2, x, y);
            s3 = Vector256.FusedMultiplyAdd(s3, x, y);
            s4 = Vector256.FusedMultiplyAdd(s4, x, y);
            s5 = Vector256.FusedMultiplyAdd(s5, x, y);
            s6 = Vector256.FusedMultiplyAdd(s6, x, y);
            s7 = Vector256.FusedMultiplyAdd(s7, x, y);
            s8 = Vector256.FusedMultiplyAdd(s8, x, y);
            s9 = Vector256.FusedMultiplyAdd(s9, x, y);
            s10 = Vector256.FusedMultiplyAdd(s10, x, y);
            s11 = Vector256.FusedMultiplyAdd(s11, x, y);
        }
        Keep256(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11);
        return 2.0 * 8 * 12 * loops;
    }

    // A result that nobody reads would not be computed.
    private static float s_kept;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Keep512(Vector512<float> sum) => s_kept = sum[0];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Keep256(Vector256<float> sum) => s_kept = sum[0];
}
