using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using DeepTrain.Runtime;
using Xunit;

namespace DeepTrain.Tests.Library;

public unsafe class TransposeTests
{
    [Fact]
    public void Transposed_copy_agrees_with_the_definition_for_odd_shapes()
    {
        int[] sizes = [1, 7, 15, 16, 17, 31, 32, 33, 47, 48, 49, 64, 65, 80, 100];
        foreach (int units in sizes)
        {
            foreach (int inputs in sizes)
            {
                foreach (int pieces in new[] { 1, 2, 3 })
                    Check(pieces, units, inputs);
            }
        }
    }

    [Theory]
    [MemberData(nameof(PackingTests.TailShapes), MemberType = typeof(PackingTests))]
    public void The_rows_of_a_tail_are_rows_of_the_copy(int units, int inputs) => Check(1, units, inputs, units % 16);

    private static void Check(int pieces, int units, int inputs, int tail = 0)
    {
        const int Fence = 32;
        int paddedUnits = (units + 15) / 16 * 16;
        int paddedInputs = (inputs + 15) / 16 * 16;
        int reduction = pieces * paddedUnits;
        var packed = new AlignedBuffer(pieces * paddedUnits * inputs);
        var transposed = new AlignedBuffer(reduction * paddedInputs + Fence);
        // rubbish from earlier use must go, but not what lies behind
        new Span<float>(transposed.Pointer, (int)transposed.Length).Fill(-7);

        float[] expected = new float[transposed.Length];
        expected.AsSpan(reduction * paddedInputs).Fill(-7);
        Dictionary<(int, int), int> from = tail > 0
            ? PackingTests.PlacesWithTail(units, inputs)
            : PackingTests.Places(units, inputs);
        Dictionary<(int, int), int> to = PackingTests.Places(inputs, reduction);
        for (int piece = 0; piece < pieces; piece++)
        {
            for (int unit = 0; unit < units; unit++)
            {
                for (int input = 0; input < inputs; input++)
                {
                    float weight = 1 + (piece * units + unit) * inputs + input;
                    packed.Pointer[piece * paddedUnits * inputs + from[(unit, input)]] = weight;
                    expected[to[(input, piece * paddedUnits + unit)]] = weight;
                }
            }
        }

        ClearPadding();
        PackedMatrix.Transpose(packed.Pointer, pieces, units, inputs, transposed.Pointer, tail);
        AssertTransposed("at once");

        new Span<float>(transposed.Pointer, reduction * paddedInputs).Fill(-9);
        ClearPadding();
        // as threads might: each panel by itself, in any order
        for (int panel = PanelShape.Count(inputs) - 1; panel >= 0; panel--)
        {
            float* room = transposed.Pointer + PanelShape.Start(panel) * reduction;
            PackedMatrix.TransposePanel(packed.Pointer, pieces, units, inputs, panel, room, tail);
        }

        AssertTransposed("panel by panel");
        GC.KeepAlive(packed);
        GC.KeepAlive(transposed);

        // the rows of padding units, which nobody reads, are not written behind a tail
        void ClearPadding()
        {
            for (int unit = units; tail > 0 && unit < paddedUnits; unit++)
            {
                for (int input = 0; input < paddedInputs; input++)
                    transposed.Pointer[to[(input, unit)]] = 0;
            }
        }

        void AssertTransposed(string how)
        {
            bool equal = new Span<float>(transposed.Pointer, (int)transposed.Length).SequenceEqual(expected);
            Assert.True(equal, $"{pieces} pieces of {units} x {inputs}, {how}");
        }
    }

    [Theory]
    [InlineData("portable")]
    [InlineData("128")]
    [InlineData("256")]
    [InlineData("512")]
    public void Blocks_are_transposed_at_every_width(string kernel)
    {
        delegate*<float*, int, float*, int, void> transpose = kernel switch
        {
            "512" => Avx512F.IsSupported ? &BlockTranspose.Wide : null,
            "256" => Avx.IsSupported ? &BlockTranspose.Narrow : null,
            "128" => Sse.IsSupported || AdvSimd.Arm64.IsSupported ? &BlockTranspose.Quarters : null,
            _ => &BlockTranspose.Portable,
        };
        if (transpose == null)
            return;
        const int From = 19;
        const int To = 23;
        float[] source = SampleState.Numbers(new Random(5), 16 * From);
        float[] destination = new float[16 * To];
        fixed (float* a = source, b = destination)
            transpose(a, From, b, To);
        for (int row = 0; row < 16; row++)
        {
            for (int column = 0; column < To; column++)
                Assert.Equal(column < 16 ? source[column * From + row] : 0, destination[row * To + column]);
        }
    }
}
