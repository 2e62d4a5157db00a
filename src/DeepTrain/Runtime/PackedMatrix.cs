using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace DeepTrain.Runtime;

/// <summary>Works on whole packed matrices.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class PackedMatrix
{
    private const int Block = BlockTranspose.Size;

    /// <summary>
    /// Packed weights to their packed transposed copy: the inputs become the columns of the panels, the padded units of
    /// all pieces, one piece after the other, become the reduction. Rows of padding units and padding columns are 0.
    /// </summary>
    /// <param name="packed">The weights of <paramref name="pieces"/> pieces, each packed as in
    /// <see cref="PanelShape"/>.</param>
    /// <param name="pieces">How many matrices follow each other.</param>
    /// <param name="units">Units of a piece.</param>
    /// <param name="inputs">Inputs of a unit.</param>
    /// <param name="transposed">
    /// Room for <c>pieces * Padded(units) * Padded(inputs)</c> floats, all of which are written.
    /// </param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(float* packed, int pieces, int units, int inputs, float* transposed)
    {
        int padded = PanelShape.Padded(units);
        int reduction = pieces * padded;
        int panels = PanelShape.Count(inputs);
        for (int panel = 0; panel < panels; panel++)
        {
            int start = PanelShape.Start(panel);
            int width = PanelShape.Width(inputs, panel);
            float* destination = transposed + (long)start * reduction;
            for (int piece = 0; piece < pieces; piece++)
            {
                Piece(packed + (long)piece * padded * inputs, units, inputs, start, width, destination);
                destination += (long)padded * width;
            }
        }
    }

    // one piece's part of one panel of the transposed copy; writes from top to bottom
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Piece(float* packed, int units, int inputs, int start, int width, float* destination)
    {
        int panels = PanelShape.Count(units);
        for (int panel = 0; panel < panels; panel++)
        {
            int unit = PanelShape.Start(panel);
            int stride = PanelShape.Width(units, panel);
            float* source = packed + (long)unit * inputs + (long)start * stride;
            for (int strip = 0; strip < stride; strip += Block)
            {
                for (int column = 0; column < width; column += Block)
                {
                    float* from = source + (long)column * stride + strip;
                    float* to = destination + (long)(unit + strip) * width + column;
                    int takes = inputs - start - column;
                    if (takes >= Block)
                        Whole(from, stride, to, width);
                    else
                        Edge(from, stride, takes, to, width);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Whole(float* source, int sourceStride, float* destination, int destinationStride)
    {
        if (Avx512F.IsSupported)
            BlockTranspose.Wide(source, sourceStride, destination, destinationStride);
        else if (Avx.IsSupported)
            BlockTranspose.Narrow(source, sourceStride, destination, destinationStride);
        else
            BlockTranspose.Portable(source, sourceStride, destination, destinationStride);
    }

    // a block with fewer than 16 inputs left: the next rows belong to someone else
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Edge(float* source, int sourceStride, int takes, float* destination, int destinationStride)
    {
        float* block = stackalloc float[Block * Block];
        RowCopy.Gather(source, sourceStride, takes, Block, block);
        new Span<float>(block + takes * Block, (Block - takes) * Block).Clear();
        Whole(block, Block, destination, destinationStride);
    }
}
