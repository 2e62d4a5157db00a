using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
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
    /// Room for <c>pieces * Padded(units) * Padded(inputs)</c> floats, all of which are written: but not the rows of padding
    /// units where there is a tail.
    /// </param>
    /// <param name="tail">How many of the units lie apart, a row each; more than none only in a single piece.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(float* packed, int pieces, int units, int inputs, float* transposed, int tail = 0)
    {
        int reduction = pieces * PanelShape.Padded(units);
        int panels = PanelShape.Count(inputs);
        for (int panel = 0; panel < panels; panel++)
            TransposePanel(packed, pieces, units, inputs, panel, transposed + (long)PanelShape.Start(panel) * reduction, tail);
    }

    /// <summary>One panel of <see cref="Transpose"/>, just before a product reads it.</summary>
    /// <param name="packed">The weights of <paramref name="pieces"/> pieces, from the first on.</param>
    /// <param name="pieces">How many matrices follow each other.</param>
    /// <param name="units">Units of a piece.</param>
    /// <param name="inputs">Inputs of a unit.</param>
    /// <param name="panel">Which panel of inputs.</param>
    /// <param name="transposed">Room for the panel.</param>
    /// <param name="tail">How many of the units lie apart, a row each; more than none only in a single piece.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TransposePanel(
        float* packed, int pieces, int units, int inputs, int panel, float* transposed, int tail = 0)
    {
        int padded = PanelShape.Padded(units);
        int start = PanelShape.Start(panel), width = PanelShape.Width(inputs, panel);
        for (int piece = 0; piece < pieces; piece++, transposed += (long)padded * width)
            Piece(packed + (long)piece * padded * inputs, units, inputs, start, width, transposed, tail);
    }

    // one piece's part of one panel of the transposed copy; writes from top to bottom
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Piece(float* packed, int units, int inputs, int start, int width, float* destination, int tail)
    {
        int panels = PanelShape.Count(units);
        for (int panel = 0; panel < panels; panel++)
        {
            int unit = PanelShape.Start(panel), stride = PanelShape.PackedWidth(units, panel, tail);
            Crossing(packed + (long)unit * inputs, stride, inputs, start, width, destination);
            destination += (long)stride * width;
        }

        TailRows(packed, units, inputs, start, width, destination, tail);
    }

    // rows stay rows; their padding is 0 as the copy's has to be
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TailRows(float* packed, int units, int inputs, int start, int width, float* destination, int tail)
    {
        float* row = packed + PanelShape.TailStart(units, inputs) + start;
        for (int unit = 0; unit < tail; unit++, row += PanelShape.Padded(inputs))
        {
            for (int column = 0; column < width; column += Block, destination += Block)
                *(Vector512<float>*)destination = *(Vector512<float>*)(row + column);
        }
    }

    // where a panel of units, so many wide, crosses one of inputs
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Crossing(float* unitPanel, int stride, int inputs, int start, int width, float* destination)
    {
        float* source = unitPanel + (long)start * stride;
        for (int strip = 0; strip < stride; strip += Block)
        {
            for (int column = 0; column < width; column += Block)
            {
                float* from = source + (long)column * stride + strip;
                float* to = destination + (long)strip * width + column;
                int takes = inputs - start - column;
                if (takes >= Block)
                    TransposeBlock(from, stride, to, width);
                else
                    TransposeBlock(from, stride, to, width, takes);
            }
        }
    }

    /// <summary>Transposes one block of 16 inputs x 16 units, as emitted code does for matrices of a few blocks.</summary>
    /// <param name="source">The weights of 16 units from the first input, rows of units.</param>
    /// <param name="sourceStride">Floats from one input to the next.</param>
    /// <param name="destination">The first unit's row, 16 inputs wide.</param>
    /// <param name="destinationStride">Floats from one unit to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TransposeBlock(float* source, int sourceStride, float* destination, int destinationStride)
    {
        if (Avx512F.IsSupported)
            BlockTranspose.Wide(source, sourceStride, destination, destinationStride);
        else if (Avx.IsSupported)
            BlockTranspose.Narrow(source, sourceStride, destination, destinationStride);
        else if (Sse.IsSupported || AdvSimd.Arm64.IsSupported)
            BlockTranspose.Quarters(source, sourceStride, destination, destinationStride);
        else
            BlockTranspose.Portable(source, sourceStride, destination, destinationStride);
    }

    /// <summary>
    /// Transposes a block of fewer than 16 <paramref name="inputs"/>, for the next rows belong to someone else. The columns
    /// of the inputs that are missing become 0.
    /// </summary>
    /// <inheritdoc cref="TransposeBlock(float*, int, float*, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static void TransposeBlock(float* source, int sourceStride, float* destination, int destinationStride, int inputs)
    {
        Unsafe.SkipInit(out VectorRoom room);
        float* block = VectorRoom.Start(&room);
        RowCopy.Gather(source, sourceStride, inputs, Block, block);
        for (float* missing = block + inputs * Block; missing < block + Block * Block; missing += Block)
            *(Vector512<float>*)missing = default;
        TransposeBlock(block, Block, destination, destinationStride);
    }
}
