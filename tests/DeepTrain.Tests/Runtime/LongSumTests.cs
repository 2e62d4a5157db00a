using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using DeepTrain.Runtime;

namespace DeepTrain.Tests.Runtime;

/// <summary>Sums over the rows of batches too long for one sum, against plain ones in double precision.</summary>
public sealed unsafe class LongSumTests
{
    // PyTorch's sums of a million equal rows are off by 2e-5 in weight gradients, and by 3e-7 where it sums columns
    private const double TileBound = 2e-6, ColumnBound = 3e-7;

    // without vector hardware an element takes a microsecond rather than a tenth of a nanosecond
    private static readonly int[] Lengths = Vector256.IsHardwareAccelerated ? [100_000, 1_000_000] : [20_000];

    public static TheoryData<int> Widths => [512, 256, 128];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Weight_gradients_of_equal_rows_do_not_drift(int bits)
    {
        const int inputs = 5, width = 16;
        foreach (int rows in Lengths)
        {
            using var x = EqualRows(rows, inputs, 0.1f);
            using var delta = EqualRows(rows, width, 0.3f);
            using var g = new Floats(inputs * width);
            Gradient(bits, x.Pointer, inputs, delta.Pointer, width, rows, inputs, width, g.Pointer);
            for (int k = 0; k < inputs; k++)
            {
                for (int column = 0; column < width; column++)
                    CheckRelative(rows * ((double)x[k] * delta[column]), g[k * width + column], TileBound);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Gradients_of_equal_rows_of_tail_units_do_not_drift(int bits)
    {
        const int inputs = 19, units = 2, stride = 32;
        foreach (int rows in Lengths)
        {
            using var x = EqualRows(rows, stride, 0.1f);
            using var delta = EqualRows(rows, 16, 0.3f);
            using var g = new Floats(units * 32);
            Tail(bits, x.Pointer, stride, delta.Pointer, 16, rows, inputs, units, g.Pointer);
            for (int unit = 0; unit < units; unit++)
            {
                for (int k = 0; k < inputs; k++)
                    CheckRelative(rows * ((double)x[k] * delta[unit]), g[unit * 32 + k], TileBound);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Column_sums_of_equal_rows_do_not_drift(int bits)
    {
        const int columns = 16;
        foreach (int rows in Lengths)
        {
            using var x = EqualRows(rows, columns, 0.1f);
            using var sums = new Floats(columns);
            using var biases = new Floats(columns);
            using var squares = new Floats(columns);
            if (bits == 512)
            {
                ColumnMath.Sums512(x.Pointer, columns, rows, columns, sums.Pointer);
                ProductTiles.BiasGradient512(x.Pointer, columns, rows, columns, biases.Pointer);
                *(Vector512<float>*)squares.Pointer = ColumnMath.Squares512(x.Pointer, columns, rows, default);
            }
            else if (bits == 256)
            {
                ColumnMath.Sums256(x.Pointer, columns, rows, columns, sums.Pointer);
                ProductTiles.BiasGradient256(x.Pointer, columns, rows, columns, biases.Pointer);
                for (int column = 0; column < columns; column += 8)
                {
                    *(Vector256<float>*)(squares.Pointer + column) =
                        ColumnMath.Squares256(x.Pointer + column, columns, rows, default);
                }
            }
            else
            {
                ColumnMath.Sums128(x.Pointer, columns, rows, columns, sums.Pointer);
                ProductTiles.BiasGradient128(x.Pointer, columns, rows, columns, biases.Pointer);
                for (int column = 0; column < columns; column += 4)
                {
                    *(Vector128<float>*)(squares.Pointer + column) =
                        ColumnMath.Squares128(x.Pointer + column, columns, rows, default);
                }
            }

            for (int column = 0; column < columns; column++)
            {
                CheckRelative(rows * (double)x[column], sums[column], ColumnBound);
                CheckRelative(rows * (double)x[column], biases[column], ColumnBound);
                CheckRelative(rows * ((double)x[column] * x[column]), squares[column], ColumnBound);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Panels_of_any_shape_have_the_plain_gradient_and_no_other_number_is_written(int bits)
    {
        foreach ((int rows, int inputs, int panels, int lastWidth) in new[]
        {
            (1025, 1, 1, 16), (1152, 7, 1, 48), (1153, 63, 1, 32), (2000, 64, 2, 16), (1279, 97, 5, 48), (1100, 130, 9, 32),
            (1300, 5, 3, 0), (1030, 20, 1, 0), (5, 33, 3, 48), (19, 13, 2, 16),
        })
        {
            int width = (panels - 1) * 32 + lastWidth, strideX = inputs + 3, strideD = width + 16;
            using var x = Floats.Random(rows * strideX);
            using var delta = Floats.Random(rows * strideD);
            using var g = new Floats(inputs * width + 16, fill: 77);
            if (bits == 512)
                ProductTiles.Gradient512(x.Pointer, strideX, delta.Pointer, strideD, rows, inputs, panels, lastWidth, g.Pointer);
            else if (bits == 128)
                ProductTiles.Gradient128(x.Pointer, strideX, delta.Pointer, strideD, rows, inputs, panels, lastWidth, g.Pointer);
            else
                ProductTiles.Gradient256(x.Pointer, strideX, delta.Pointer, strideD, rows, inputs, panels, lastWidth, g.Pointer);
            for (int panel = 0; panel < panels; panel++)
            {
                int start = panel * 32, panelWidth = panel == panels - 1 ? lastWidth : 32;
                for (int k = 0; k < inputs; k++)
                {
                    for (int column = 0; column < panelWidth; column++)
                    {
                        double sum = Plain(x, k, strideX, delta, start + column, strideD, rows);
                        Assert.Equal(sum, g[start * inputs + k * panelWidth + column], 1e-4);
                    }
                }
            }

            for (int i = inputs * width; i < inputs * width + 16; i++)
                Assert.Equal(77, g[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Long_batches_of_tail_units_have_the_plain_gradient_and_no_other_number_is_written(int bits)
    {
        foreach ((int rows, int inputs, int units) in new[] { (1025, 16, 1), (1200, 37, 4), (1153, 128, 2), (1400, 150, 3) })
        {
            int strideX = inputs + 3, padded = PanelShape.Padded(inputs);
            using var x = Floats.Random(rows * strideX);
            using var delta = Floats.Random(rows * 16);
            using var g = new Floats(units * padded + 16, fill: 77);
            Tail(bits, x.Pointer, strideX, delta.Pointer, 16, rows, inputs, units, g.Pointer);
            for (int i = 0; i < units * padded + 16; i++)
            {
                int unit = i / padded, k = i % padded;
                double expected = unit < units && k < inputs ? Plain(x, k, strideX, delta, unit, 16, rows) : 77;
                Assert.Equal(expected, g[i], 1e-4);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Up_to_1024_rows_are_one_sum_in_their_order(int bits)
    {
        const int rows = 1024, inputs = 3, width = 16;
        using var x = Floats.Random(rows * inputs);
        using var delta = Floats.Random(rows * width);
        using var g = new Floats(inputs * width);
        Gradient(bits, x.Pointer, inputs, delta.Pointer, width, rows, inputs, width, g.Pointer);
        for (int column = 0; column < width; column++)
        {
            for (int k = 0; k < inputs; k++)
            {
                float sum = 0;
                for (int row = 0; row < rows; row++)
                    sum = MultiplyAdd(x[row * inputs + k], delta[row * width + column], sum);
                Assert.Equal(sum, g[k * width + column]);
            }
        }
    }

    // fused where the processor can, as the sums are
    private static float MultiplyAdd(float a, float b, float c) =>
        System.Runtime.Intrinsics.X86.Fma.IsSupported || System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported
            ? MathF.FusedMultiplyAdd(a, b, c)
            : a * b + c;

    [Fact]
    public void Every_width_gives_the_same_bits()
    {
        const int rows = 3000, inputs = 70, width = 32;
        using var x = Floats.Random(rows * inputs);
        using var delta = Floats.Random(rows * width);
        using var wide = new Floats(inputs * width);
        using var narrow = new Floats(inputs * width);
        using var narrowest = new Floats(inputs * width);
        Gradient(512, x.Pointer, inputs, delta.Pointer, width, rows, inputs, width, wide.Pointer);
        Gradient(256, x.Pointer, inputs, delta.Pointer, width, rows, inputs, width, narrow.Pointer);
        Gradient(128, x.Pointer, inputs, delta.Pointer, width, rows, inputs, width, narrowest.Pointer);
        Assert.True(new Span<float>(wide.Pointer, inputs * width).SequenceEqual(new(narrow.Pointer, inputs * width)));
        Assert.True(new Span<float>(wide.Pointer, inputs * width).SequenceEqual(new(narrowest.Pointer, inputs * width)));
    }

    private static void Gradient(
        int bits, float* x, int strideX, float* delta, int strideD, int rows, int inputs, int width, float* g)
    {
        if (bits == 512)
            ProductTiles.Gradient512(x, strideX, delta, strideD, rows, inputs, panels: 1, width, g);
        else if (bits == 128)
            ProductTiles.Gradient128(x, strideX, delta, strideD, rows, inputs, panels: 1, width, g);
        else
            ProductTiles.Gradient256(x, strideX, delta, strideD, rows, inputs, panels: 1, width, g);
    }

    private static void Tail(
        int bits, float* x, int strideX, float* delta, int strideD, int rows, int inputs, int units, float* g)
    {
        if (bits == 512)
            TailUnits.Gradient512(x, strideX, delta, strideD, rows, inputs, units, g);
        else if (bits == 128)
            TailUnits.Gradient128(x, strideX, delta, strideD, rows, inputs, units, g);
        else
            TailUnits.Gradient256(x, strideX, delta, strideD, rows, inputs, units, g);
    }

    private static double Plain(Floats x, int k, int strideX, Floats delta, int column, int strideD, int rows)
    {
        double sum = 0;
        for (int row = 0; row < rows; row++)
            sum += (double)x[row * strideX + k] * delta[row * strideD + column];
        return sum;
    }

    private static void CheckRelative(double expected, float actual, double bound) =>
        Assert.True(
            Math.Abs(actual - expected) <= bound * Math.Abs(expected),
            $"{actual} is off from {expected} by {Math.Abs(actual / expected - 1):E1}");

    private static Floats EqualRows(int rows, int columns, float first)
    {
        var floats = new Floats(rows * columns);
        for (int i = 0; i < rows * columns; i++)
            floats.Pointer[i] = first + 0.07f * (i % columns);
        return floats;
    }

    private sealed class Floats : IDisposable
    {
        public Floats(int length, float fill = 0)
        {
            // and a vector more, for what reads whole vectors
            Pointer = (float*)NativeMemory.AlignedAlloc((nuint)(length + 16) * sizeof(float), 64);
            new Span<float>(Pointer, length + 16).Fill(fill);
        }

        public float* Pointer { get; }

        public float this[int index] => Pointer[index];

        public static Floats Random(int length)
        {
            var floats = new Floats(length);
            var random = new Random(length);
            for (int i = 0; i < length; i++)
                floats.Pointer[i] = random.NextSingle() * 2 - 1;
            return floats;
        }

        public void Dispose() => NativeMemory.AlignedFree(Pointer);
    }
}
