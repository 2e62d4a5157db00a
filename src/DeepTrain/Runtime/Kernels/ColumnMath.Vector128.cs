using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepTrain.Runtime;

public static unsafe partial class ColumnMath
{
    /// <summary>The sums of 4 columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sum128(float* column, int stride, int rows)
    {
        BlockTotals128 totals = default;
        int block = RowBlocks.OfColumn(rows);
        while (rows > 0)
        {
            Vector128<float> a = default, b = default, c = default, d = default;
            int left = Math.Min(block, rows);
            rows -= left;
            for (; left >= 4; left -= 4, column += 4 * (nint)stride)
            {
                a += *(Vector128<float>*)column;
                b += *(Vector128<float>*)(column + stride);
                c += *(Vector128<float>*)(column + 2 * (nint)stride);
                d += *(Vector128<float>*)(column + 3 * (nint)stride);
            }

            for (; left > 0; left--, column += stride)
                a += *(Vector128<float>*)column;
            totals.Add((a + b) + (c + d));
        }

        return totals.Rounded;
    }

    /// <summary>The sums of the squared distances of 4 columns from <paramref name="mean"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Squares128(float* column, int stride, int rows, Vector128<float> mean)
    {
        BlockTotals128 totals = default;
        int block = RowBlocks.OfColumn(rows);
        while (rows > 0)
        {
            Vector128<float> a = default, b = default, c = default, d = default;
            int left = Math.Min(block, rows);
            rows -= left;
            for (; left >= 4; left -= 4, column += 4 * (nint)stride)
            {
                Vector128<float> distance = *(Vector128<float>*)column - mean;
                a = Portable128.MultiplyAddEstimate(distance, distance, a);
                distance = *(Vector128<float>*)(column + stride) - mean;
                b = Portable128.MultiplyAddEstimate(distance, distance, b);
                distance = *(Vector128<float>*)(column + 2 * (nint)stride) - mean;
                c = Portable128.MultiplyAddEstimate(distance, distance, c);
                distance = *(Vector128<float>*)(column + 3 * (nint)stride) - mean;
                d = Portable128.MultiplyAddEstimate(distance, distance, d);
            }

            for (; left > 0; left--, column += stride)
            {
                Vector128<float> distance = *(Vector128<float>*)column - mean;
                a = Portable128.MultiplyAddEstimate(distance, distance, a);
            }

            totals.Add((a + b) + (c + d));
        }

        return totals.Rounded;
    }

    /// <summary>Stores the sums of <paramref name="columns"/> columns, a multiple of 4.</summary>
    public static void Sums128(float* first, int stride, int rows, int columns, float* sums)
    {
        for (int column = 0; column < columns; column += 4)
            *(Vector128<float>*)(sums + column) = Sum128(first + column, stride, rows);
    }
}
