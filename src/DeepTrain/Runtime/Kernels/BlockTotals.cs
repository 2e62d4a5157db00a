using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepTrain.Runtime;

/// <summary>The sums of 16 columns over blocks of rows, added up in double (<see cref="RowBlocks"/>).</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct BlockTotals512
{
    private Vector512<double> _lower, _upper;

    /// <summary>The totals, rounded once: the sum of a single block is itself.</summary>
    public readonly Vector512<float> Rounded
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Narrow(_lower, _upper);
    }

    /// <summary>Adds the sums of one more block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector512<float> sums)
    {
        _lower += Vector512.WidenLower(sums);
        _upper += Vector512.WidenUpper(sums);
    }
}

/// <summary>The sums of 8 columns over blocks of rows, added up in double (<see cref="RowBlocks"/>).</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct BlockTotals256
{
    private Vector256<double> _lower, _upper;

    /// <inheritdoc cref="BlockTotals512.Rounded"/>
    public readonly Vector256<float> Rounded
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Narrow(_lower, _upper);
    }

    /// <inheritdoc cref="BlockTotals512.Add"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector256<float> sums)
    {
        _lower += Vector256.WidenLower(sums);
        _upper += Vector256.WidenUpper(sums);
    }
}

/// <summary>The sums of 4 columns over blocks of rows, added up in double (<see cref="RowBlocks"/>).</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct BlockTotals128
{
    private Vector128<double> _lower, _upper;

    /// <inheritdoc cref="BlockTotals512.Rounded"/>
    public readonly Vector128<float> Rounded
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.Narrow(_lower, _upper);
    }

    /// <inheritdoc cref="BlockTotals512.Add"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector128<float> sums)
    {
        _lower += Vector128.WidenLower(sums);
        _upper += Vector128.WidenUpper(sums);
    }
}

/// <summary>The same for sums in memory, of which there are more than registers.</summary>
internal static unsafe class BlockTotals
{
    /// <summary>Adds the sums of one more block, a multiple of 8 of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* sums, double* totals, int count)
    {
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; i <= count - 16; i += 16)
            {
                Vector512<float> sum = *(Vector512<float>*)(sums + i);
                *(Vector512<double>*)(totals + i) += Vector512.WidenLower(sum);
                *(Vector512<double>*)(totals + i + 8) += Vector512.WidenUpper(sum);
            }
        }

        for (; i < count; i += 8)
        {
            Vector256<float> sum = *(Vector256<float>*)(sums + i);
            *(Vector256<double>*)(totals + i) += Vector256.WidenLower(sum);
            *(Vector256<double>*)(totals + i + 4) += Vector256.WidenUpper(sum);
        }
    }

    /// <summary>Rounds totals, a multiple of 8 of them, to <paramref name="sums"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Round(double* totals, float* sums, int count)
    {
        for (int i = 0; i < count; i += 8)
        {
            *(Vector256<float>*)(sums + i) =
                Vector256.Narrow(*(Vector256<double>*)(totals + i), *(Vector256<double>*)(totals + i + 4));
        }
    }
}
