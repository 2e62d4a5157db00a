using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using DeepTrain.Runtime;

namespace DeepTrain.Benchmarks.Measuring;

/// <summary>
/// How fast one core runs a dense layer's tiles, 96 rows x 32 units x 512 inputs: rows from the first-level cache, weights and
/// results from the second. A neighbour that takes its bandwidth lowers this limit, and not that of
/// <see cref="MultiplyAddLimit"/>: so far apart they show a machine that is disturbed.
/// </summary>
internal sealed unsafe class TileLimit : IDisposable
{
    private const int Rows = 96, Units = 32, Inputs = 512, StrideX = Inputs + 16, Loops = 20;

    private readonly float* _memory;
    private readonly List<double> _gigaflops = [];

    public TileLimit()
    {
        const int Floats = Rows * StrideX + Inputs * Units + Rows * Units;
        _memory = (float*)NativeMemory.AlignedAlloc(Floats * sizeof(float), 64);
        new Span<float>(_memory, Floats).Fill(0.01f);
        Measure(); // compiles the tiles
    }

    /// <summary>In billions of floating-point operations a second.</summary>
    public double Gigaflops => Timing.Median(_gigaflops);

    /// <summary>Measures it once more.</summary>
    public void Update() => _gigaflops.Add(Measure());

    public void Dispose() => NativeMemory.AlignedFree(_memory);

    private double Measure()
    {
        float* w = _memory + Rows * StrideX, y = w + Inputs * Units;
        long start = Stopwatch.GetTimestamp();
        for (int loop = 0; loop < Loops; loop++)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                ProductTiles.Rows512(Rows, 2, _memory, StrideX, w, Units, null, y, Units, Inputs);
            }
            else
            {
                ProductTiles.Rows256(Rows, 2, _memory, StrideX, w, Units, null, y, Units, Inputs);
                ProductTiles.Rows256(Rows, 2, _memory, StrideX, w + 16, Units, null, y + 16, Units, Inputs);
            }
        }

        return 2.0 * Loops * Rows * Units * Inputs / Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }
}
