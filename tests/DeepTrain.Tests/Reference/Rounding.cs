namespace DeepTrain.Tests.Reference;

/// <summary>
/// Moves every result of a reference by about what rounding to float would: two runs, with and without, tell how many digits
/// of a number float arithmetic can know, whoever computes it.
/// </summary>
internal sealed class Rounding(int seed)
{
    /// <summary>Half the distance between 1 and the next float.</summary>
    public const double Unit = 1.0 / (1 << 24);

    private ulong _state = (ulong)seed * 0x9e3779b97f4a7c15 + 1;

    public double Of(double value) => value + value * Unit * Draw();

    // rounding errors of a sum grow with its partial sums, not with what remains after they cancel; two terms have none
    public double Of(in Sum sum) => sum.Terms <= 2 ? Of(sum.Value) : sum.Value + sum.Size * Unit * Draw();

    /// <summary>Uniform on [-1, 1).</summary>
    private double Draw()
    {
        _state = _state * 6364136223846793005 + 1442695040888963407;
        return (int)(_state >> 32) * (1.0 / 0x80000000L);
    }
}
