using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepTrain.Runtime;

/// <summary>
/// Sums down the columns of padded rows, block by block where there are many (<see cref="RowBlocks"/>). Four sums take
/// turns, or each addition would wait for the one before; their order depends on the number of rows alone, so all widths
/// give the same bits. What returns a vector is inlined: a call would push what the caller's loops share out of the
/// registers.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe partial class ColumnMath
{
    /// <summary>The sums of 16 columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sum512(float* column, int stride, int rows)
    {
        BlockTotals512 totals = default;
        int block = RowBlocks.OfColumn(rows);
        while (rows > 0)
        {
            Vector512<float> a = default, b = default, c = default, d = default;
            int left = Math.Min(block, rows);
            rows -= left;
            for (; left >= 4; left -= 4, column += 4 * (nint)stride)
            {
                a += *(Vector512<float>*)column;
                b += *(Vector512<float>*)(column + stride);
                c += *(Vector512<float>*)(column + 2 * (nint)stride);
                d += *(Vector512<float>*)(column + 3 * (nint)stride);
            }

            for (; left > 0; left--, column += stride)
                a += *(Vector512<float>*)column;
            totals.Add((a + b) + (c + d));
        }

        return totals.Rounded;
    }

    /// <summary>The sums of 8 columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sum256(float* column, int stride, int rows)
    {
        BlockTotals256 totals = default;
        int block = RowBlocks.OfColumn(rows);
        while (rows > 0)
        {
            Vector256<float> a = default, b = default, c = default, d = default;
            int left = Math.Min(block, rows);
            rows -= left;
            for (; left >= 4; left -= 4, column += 4 * (nint)stride)
            {
                a += *(Vector256<float>*)column;
                b += *(Vector256<float>*)(column + stride);
                c += *(Vector256<float>*)(column + 2 * (nint)stride);
                d += *(Vector256<float>*)(column + 3 * (nint)stride);
            }

            for (; left > 0; left--, column += stride)
                a += *(Vector256<float>*)column;
            totals.Add((a + b) + (c + d));
        }

        return totals.Rounded;
    }

    /// <summary>The sums of the squared distances of 16 columns from <paramref name="mean"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Squares512(float* column, int stride, int rows, Vector512<float> mean)
    {
        BlockTotals512 totals = default;
        int block = RowBlocks.OfColumn(rows);
        while (rows > 0)
        {
            Vector512<float> a = default, b = default, c = default, d = default;
            int left = Math.Min(block, rows);
            rows -= left;
            for (; left >= 4; left -= 4, column += 4 * (nint)stride)
            {
                Vector512<float> distance = *(Vector512<float>*)column - mean;
                a = Vector512.MultiplyAddEstimate(distance, distance, a);
                distance = *(Vector512<float>*)(column + stride) - mean;
                b = Vector512.MultiplyAddEstimate(distance, distance, b);
                distance = *(Vector512<float>*)(column + 2 * (nint)stride) - mean;
                c = Vector512.MultiplyAddEstimate(distance, distance, c);
                distance = *(Vector512<float>*)(column + 3 * (nint)stride) - mean;
                d = Vector512.MultiplyAddEstimate(distance, distance, d);
            }

            for (; left > 0; left--, column += stride)
            {
                Vector512<float> distance = *(Vector512<float>*)column - mean;
                a = Vector512.MultiplyAddEstimate(distance, distance, a);
            }

            totals.Add((a + b) + (c + d));
        }

        return totals.Rounded;
    }

    /// <summary>The sums of the squared distances of 8 columns from <paramref name="mean"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Squares256(float* column, int stride, int rows, Vector256<float> mean)
    {
        BlockTotals256 totals = default;
        int block = RowBlocks.OfColumn(rows);
        while (rows > 0)
        {
            Vector256<float> a = default, b = default, c = default, d = default;
            int left = Math.Min(block, rows);
            rows -= left;
            for (; left >= 4; left -= 4, column += 4 * (nint)stride)
            {
                Vector256<float> distance = *(Vector256<float>*)column - mean;
                a = Vector256.MultiplyAddEstimate(distance, distance, a);
                distance = *(Vector256<float>*)(column + stride) - mean;
                b = Vector256.MultiplyAddEstimate(distance, distance, b);
                distance = *(Vector256<float>*)(column + 2 * (nint)stride) - mean;
                c = Vector256.MultiplyAddEstimate(distance, distance, c);
                distance = *(Vector256<float>*)(column + 3 * (nint)stride) - mean;
                d = Vector256.MultiplyAddEstimate(distance, distance, d);
            }

            for (; left > 0; left--, column += stride)
            {
                Vector256<float> distance = *(Vector256<float>*)column - mean;
                a = Vector256.MultiplyAddEstimate(distance, distance, a);
            }

            totals.Add((a + b) + (c + d));
        }

        return totals.Rounded;
    }

    /// <summary>Stores the sums of <paramref name="columns"/> columns, a multiple of 16.</summary>
    public static void Sums512(float* first, int stride, int rows, int columns, float* sums)
    {
        for (int column = 0; column < columns; column += 16)
            *(Vector512<float>*)(sums + column) = Sum512(first + column, stride, rows);
    }

    /// <summary>Stores the sums of <paramref name="columns"/> columns, a multiple of 8.</summary>
    public static void Sums256(float* first, int stride, int rows, int columns, float* sums)
    {
        for (int column = 0; column < columns; column += 8)
            *(Vector256<float>*)(sums + column) = Sum256(first + column, stride, rows);
    }
}
