using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using DeepTrain.Runtime;

namespace DeepTrain.Tests.Runtime;

/// <summary>Tiles of every height and width against plain loops in double precision; nothing beside them is written.</summary>
public sealed unsafe class ProductTilesTests
{
    private const float Untouched = 77;

    /// <summary>Bits of a vector, and vectors side by side.</summary>
    public static TheoryData<int, int> Widths => new() { { 512, 1 }, { 512, 2 }, { 512, 3 }, { 256, 1 }, { 256, 2 }, { 128, 1 }, { 128, 2 }, { 128, 3 }, { 128, 4 } };

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_product_of_any_number_of_rows_is_the_plain_one(int bits, int vectors)
    {
        int columns = vectors * bits / 32, width = columns + 16;
        foreach (int reduction in new[] { 1, 2, 3, 4, 7, 16, 33 })
        {
            for (int rows = 0; rows <= 33; rows++)
            {
                int strideX = reduction + 3, strideY = width;
                using var memory = new Floats(rows * strideX + reduction * width + width);
                float* x = memory.Pointer, w = x + rows * strideX, b = w + reduction * width;
                using var y = new Floats((rows + 1) * strideY, Untouched);
                foreach (bool biased in new[] { false, true })
                {
                    float* start = biased ? b : null;
                    if (bits == 512)
                        ProductTiles.Rows512(rows, vectors, x, strideX, w, width, start, y.Pointer, strideY, reduction);
                    else if (bits == 256)
                        ProductTiles.Rows256(rows, vectors, x, strideX, w, width, start, y.Pointer, strideY, reduction);
                    else
                        ProductTiles.Rows128(rows, vectors, x, strideX, w, width, start, y.Pointer, strideY, reduction);
                    for (int row = 0; row <= rows; row++)
                    {
                        for (int column = 0; column < strideY; column++)
                        {
                            double sum = biased ? b[column] : 0;
                            for (int k = 0; row < rows && k < reduction; k++)
                                sum += (double)x[row * strideX + k] * w[k * width + column];
                            double expected = row < rows && column < columns ? sum : Untouched;
                            Assert.Equal(expected, y.Pointer[row * strideY + column], 1e-5);
                        }
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(512, 16)]
    [InlineData(512, 32)]
    [InlineData(512, 48)]
    [InlineData(256, 16)]
    [InlineData(256, 32)]
    [InlineData(256, 48)]
    [InlineData(128, 16)]
    [InlineData(128, 32)]
    [InlineData(128, 48)]
    public void A_panel_of_a_weight_gradient_is_the_plain_one(int bits, int width)
    {
        foreach (int rows in new[] { 1, 2, 5, 32 })
        {
            for (int inputs = 1; inputs <= 33; inputs++)
            {
                int strideX = inputs + 5, strideD = width + 16;
                using var memory = new Floats(rows * (strideX + strideD));
                float* x = memory.Pointer, delta = x + rows * strideX;
                using var g = new Floats((inputs + 1) * width, Untouched);
                if (bits == 512)
                    ProductTiles.Gradient512(x, strideX, delta, strideD, rows, inputs, panels: 1, width, g.Pointer);
                else if (bits == 256)
                    ProductTiles.Gradient256(x, strideX, delta, strideD, rows, inputs, panels: 1, width, g.Pointer);
                else
                    ProductTiles.Gradient128(x, strideX, delta, strideD, rows, inputs, panels: 1, width, g.Pointer);
                for (int k = 0; k <= inputs; k++)
                {
                    for (int column = 0; column < width; column++)
                    {
                        double sum = 0;
                        for (int row = 0; k < inputs && row < rows; row++)
                            sum += (double)x[row * strideX + k] * delta[row * strideD + column];
                        Assert.Equal(k < inputs ? sum : Untouched, g.Pointer[k * width + column], 1e-5);
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    public void Gradients_are_summed_in_the_order_of_the_batch(int bits)
    {
        const int rows = 37, inputs = 3, width = 16;
        using var memory = new Floats(rows * (inputs + width));
        float* x = memory.Pointer, delta = x + rows * inputs;
        using var g = new Floats((inputs + 1) * width);
        float* biases = g.Pointer + inputs * width;
        if (bits == 512)
        {
            ProductTiles.Gradient512(x, inputs, delta, width, rows, inputs, panels: 1, width, g.Pointer);
            ProductTiles.BiasGradient512(delta, width, rows, width, biases);
        }
        else if (bits == 256)
        {
            ProductTiles.Gradient256(x, inputs, delta, width, rows, inputs, panels: 1, width, g.Pointer);
            ProductTiles.BiasGradient256(delta, width, rows, width, biases);
        }
        else
        {
            ProductTiles.Gradient128(x, inputs, delta, width, rows, inputs, panels: 1, width, g.Pointer);
            ProductTiles.BiasGradient128(delta, width, rows, width, biases);
        }

        for (int column = 0; column < width; column++)
        {
            float sum = 0;
            for (int row = 0; row < rows; row++)
                sum += delta[row * width + column];
            Assert.Equal(sum, biases[column]);
            for (int k = 0; k < inputs; k++)
            {
                sum = 0;
                for (int row = 0; row < rows; row++)
                    sum = MultiplyAdd(x[row * inputs + k], delta[row * width + column], sum);
                Assert.Equal(sum, g.Pointer[k * width + column]);
            }
        }
    }

    /// <summary>Rounded once where the processor can.</summary>
    private static float MultiplyAdd(float a, float b, float c) =>
        Fma.IsSupported || AdvSimd.IsSupported ? MathF.FusedMultiplyAdd(a, b, c) : a * b + c;

    /// <summary>Numbers in [-1, 1), or all the same, where vectors may stand.</summary>
    private sealed class Floats : IDisposable
    {
        public Floats(int length, float? value = null)
        {
            Pointer = (float*)NativeMemory.AlignedAlloc((nuint)(length + 64) * sizeof(float), 64);
            var random = new Random(length);
            for (int i = 0; i < length + 64; i++)
                Pointer[i] = value ?? random.NextSingle() * 2 - 1;
        }

        public float* Pointer { get; }

        public void Dispose() => NativeMemory.AlignedFree(Pointer);
    }
}
