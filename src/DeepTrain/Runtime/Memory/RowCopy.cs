using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepTrain.Runtime;

/// <summary>Copies rows between the user's compact spans and padded working memory.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class RowCopy
{
    private const int Lanes = 8;

    /// <summary>
    /// Compact rows to padded rows; the columns up to the next multiple of <see cref="PanelShape.Granule"/> become 0.
    /// </summary>
    /// <param name="source">Rows that follow each other without a gap.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="columns">Numbers in a row.</param>
    /// <param name="destination">The padded rows.</param>
    /// <param name="stride">Floats from one padded row to the next, at least the padded columns.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Spread(float* source, int rows, int columns, float* destination, int stride)
    {
        int whole = columns & ~(PanelShape.Granule - 1);
        bool tail = whole != columns;
        for (; rows > 0; rows--)
        {
            if (tail)
            {
                *(Vector256<float>*)(destination + whole) = Vector256<float>.Zero;
                *(Vector256<float>*)(destination + whole + Lanes) = Vector256<float>.Zero;
            }
            Row(source, columns, destination);
            source += columns;
            destination += stride;
        }
    }

    /// <summary>Padded rows to compact rows.</summary>
    /// <param name="source">The padded rows.</param>
    /// <param name="stride">Floats from one padded row to the next.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="columns">Numbers in a row.</param>
    /// <param name="destination">Rows that follow each other without a gap.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather(float* source, int stride, int rows, int columns, float* destination)
    {
        for (; rows > 0; rows--)
        {
            Row(source, columns, destination);
            source += stride;
            destination += columns;
        }
    }

    // exactly the row on both sides: what follows may be another row, or not ours
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row(float* source, int columns, float* destination)
    {
        int column = 0;
        for (; column <= columns - 2 * Lanes; column += 2 * Lanes)
        {
            Vector256<float> first = *(Vector256<float>*)(source + column);
            Vector256<float> second = *(Vector256<float>*)(source + column + Lanes);
            *(Vector256<float>*)(destination + column) = first;
            *(Vector256<float>*)(destination + column + Lanes) = second;
        }
        if ((columns & 8) != 0)
        {
            *(Vector256<float>*)(destination + column) = *(Vector256<float>*)(source + column);
            column += 8;
        }
        if ((columns & 4) != 0)
        {
            *(Vector128<float>*)(destination + column) = *(Vector128<float>*)(source + column);
            column += 4;
        }
        for (; column < columns; column++)
            destination[column] = source[column];
    }
}
