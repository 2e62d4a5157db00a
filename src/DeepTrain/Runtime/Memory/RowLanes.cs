using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepTrain.Runtime;

/// <summary>
/// Turns 16 rows of 16 columns so that a row is a lane, <c>columns[16 * column + row]</c>: a vector holds one column of many
/// rows, and what is summed over a row needs no sum across a vector.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class RowLanes
{
    /// <summary>The rows and the columns of a block.</summary>
    public const int Size = BlockTranspose.Size;

    /// <summary>Turns rows into lanes; lanes of rows that are missing become 0.</summary>
    /// <param name="rows">The first row, 16 columns wide with its padding.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="count">How many rows, 1 to 16.</param>
    /// <param name="columns">Where the columns go.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(float* rows, int stride, int count, float* columns)
    {
        if (count == Size)
            PackedMatrix.TransposeBlock(rows, stride, columns, Size);
        else
            PackedMatrix.TransposeBlock(rows, stride, columns, Size, count);
    }

    /// <summary>Turns lanes into rows; no other row is written.</summary>
    /// <inheritdoc cref="Read"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(float* columns, float* rows, int stride, int count)
    {
        if (count == Size)
            PackedMatrix.TransposeBlock(columns, Size, rows, stride);
        else
            WriteSome(columns, rows, stride, count);
    }

    /// <summary>Copies the labels of rows into the first column, as integers; labels of rows that are missing become 0.</summary>
    /// <param name="labels">The first row's label.</param>
    /// <param name="count">How many rows, 1 to 16.</param>
    /// <param name="columns">Where the first column goes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ReadLabels(int* labels, int count, float* columns)
    {
        int* column = (int*)columns;
        for (int row = 0; row < Size; row++)
            column[row] = row < count ? labels[row] : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static void WriteSome(float* columns, float* rows, int stride, int count)
    {
        Unsafe.SkipInit(out VectorRoom room);
        float* all = VectorRoom.Start(&room);
        PackedMatrix.TransposeBlock(columns, Size, all, Size);
        RowCopy.Spread(all, count, Size, rows, stride);
    }
}
