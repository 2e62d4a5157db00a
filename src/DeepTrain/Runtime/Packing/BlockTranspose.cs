using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace DeepTrain.Runtime;

/// <summary>Transposes a block of 16 x 16 floats; strides are the floats from one row to the next.</summary>
internal static unsafe class BlockTranspose
{
    /// <summary>The rows and columns of a block.</summary>
    public const int Size = 16;

    /// <summary>Without a shuffle: for any processor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Portable(float* source, int sourceStride, float* destination, int destinationStride)
    {
        for (int row = 0; row < Size; row++)
        {
            float* column = source + row;
            for (int k = 0; k < Size; k++)
                destination[k] = column[k * sourceStride];
            destination += destinationStride;
        }
    }

    /// <summary>Sixteen blocks of 4 x 4 in 128-bit registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Quarters(float* source, int sourceStride, float* destination, int destinationStride)
    {
        for (int row = 0; row < Size; row += 4)
        {
            for (int column = 0; column < Size; column += 4)
            {
                float* from = source + row * sourceStride + column, to = destination + column * destinationStride + row;
                Vector128<float> a = *(Vector128<float>*)from;
                Vector128<float> b = *(Vector128<float>*)(from + sourceStride);
                Vector128<float> c = *(Vector128<float>*)(from + 2 * sourceStride);
                Vector128<float> d = *(Vector128<float>*)(from + 3 * sourceStride);
                Vector128<float> acLow = ZipLow(a, c), acHigh = ZipHigh(a, c), bdLow = ZipLow(b, d), bdHigh = ZipHigh(b, d);
                *(Vector128<float>*)to = ZipLow(acLow, bdLow);
                *(Vector128<float>*)(to + destinationStride) = ZipHigh(acLow, bdLow);
                *(Vector128<float>*)(to + 2 * destinationStride) = ZipLow(acHigh, bdHigh);
                *(Vector128<float>*)(to + 3 * destinationStride) = ZipHigh(acHigh, bdHigh);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipLow(Vector128<float> a, Vector128<float> b) =>
        AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b) : Sse.UnpackLow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipHigh(Vector128<float> a, Vector128<float> b) =>
        AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b) : Sse.UnpackHigh(a, b);

    /// <summary>Four blocks of 8 x 8 in 256-bit registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Narrow(float* source, int sourceStride, float* destination, int destinationStride)
    {
        for (int row = 0; row < Size; row += 8)
        {
            for (int column = 0; column < Size; column += 8)
            {
                Eight(
                    source + row * sourceStride + column, sourceStride,
                    destination + column * destinationStride + row, destinationStride);
            }
        }
    }

    // Pairs of rows, then pairs of pairs, within each half of 128 bits; the halves are exchanged by the loads.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight(float* source, int stride, float* destination, int step)
    {
        Vector256<float> left0 = Halves(source + 0 * stride, source + 4 * stride);
        Vector256<float> left1 = Halves(source + 1 * stride, source + 5 * stride);
        Vector256<float> left2 = Halves(source + 2 * stride, source + 6 * stride);
        Vector256<float> left3 = Halves(source + 3 * stride, source + 7 * stride);
        Vector256<float> right0 = Halves(source + 0 * stride + 4, source + 4 * stride + 4);
        Vector256<float> right1 = Halves(source + 1 * stride + 4, source + 5 * stride + 4);
        Vector256<float> right2 = Halves(source + 2 * stride + 4, source + 6 * stride + 4);
        Vector256<float> right3 = Halves(source + 3 * stride + 4, source + 7 * stride + 4);
        Four(left0, left1, left2, left3, destination, step);
        Four(right0, right1, right2, right3, destination + 4 * step, step);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Halves(float* low, float* high) =>
        Vector256.Create(*(Vector128<float>*)low, *(Vector128<float>*)high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(
        Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d, float* destination, int step)
    {
        Vector256<double> abLow = Avx.UnpackLow(a, b).AsDouble();
        Vector256<double> abHigh = Avx.UnpackHigh(a, b).AsDouble();
        Vector256<double> cdLow = Avx.UnpackLow(c, d).AsDouble();
        Vector256<double> cdHigh = Avx.UnpackHigh(c, d).AsDouble();
        *(Vector256<double>*)destination = Avx.UnpackLow(abLow, cdLow);
        *(Vector256<double>*)(destination + step) = Avx.UnpackHigh(abLow, cdLow);
        *(Vector256<double>*)(destination + 2 * step) = Avx.UnpackLow(abHigh, cdHigh);
        *(Vector256<double>*)(destination + 3 * step) = Avx.UnpackHigh(abHigh, cdHigh);
    }

    /// <summary>One block of 16 x 16 in 512-bit registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Wide(float* source, int sourceStride, float* destination, int destinationStride)
    {
        // after this, quarter l of the j-th vector of group g holds column 4l + j of the rows 4g to 4g + 3
        Quad(source + 0 * sourceStride, sourceStride,
            out Vector512<float> q00, out Vector512<float> q01, out Vector512<float> q02, out Vector512<float> q03);
        Quad(source + 4 * sourceStride, sourceStride,
            out Vector512<float> q10, out Vector512<float> q11, out Vector512<float> q12, out Vector512<float> q13);
        Quad(source + 8 * sourceStride, sourceStride,
            out Vector512<float> q20, out Vector512<float> q21, out Vector512<float> q22, out Vector512<float> q23);
        Quad(source + 12 * sourceStride, sourceStride,
            out Vector512<float> q30, out Vector512<float> q31, out Vector512<float> q32, out Vector512<float> q33);
        Gather(q00, q10, q20, q30, destination + 0 * destinationStride, 4 * destinationStride);
        Gather(q01, q11, q21, q31, destination + 1 * destinationStride, 4 * destinationStride);
        Gather(q02, q12, q22, q32, destination + 2 * destinationStride, 4 * destinationStride);
        Gather(q03, q13, q23, q33, destination + 3 * destinationStride, 4 * destinationStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quad(
        float* rows, int stride,
        out Vector512<float> q0, out Vector512<float> q1, out Vector512<float> q2, out Vector512<float> q3)
    {
        Vector512<float> a = *(Vector512<float>*)rows;
        Vector512<float> b = *(Vector512<float>*)(rows + stride);
        Vector512<float> c = *(Vector512<float>*)(rows + 2 * stride);
        Vector512<float> d = *(Vector512<float>*)(rows + 3 * stride);
        Vector512<double> abLow = Avx512F.UnpackLow(a, b).AsDouble();
        Vector512<double> abHigh = Avx512F.UnpackHigh(a, b).AsDouble();
        Vector512<double> cdLow = Avx512F.UnpackLow(c, d).AsDouble();
        Vector512<double> cdHigh = Avx512F.UnpackHigh(c, d).AsDouble();
        q0 = Avx512F.UnpackLow(abLow, cdLow).AsSingle();
        q1 = Avx512F.UnpackHigh(abLow, cdLow).AsSingle();
        q2 = Avx512F.UnpackLow(abHigh, cdHigh).AsSingle();
        q3 = Avx512F.UnpackHigh(abHigh, cdHigh).AsSingle();
    }

    // quarter l of the four vectors makes row l of the destination
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Gather(
        Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, float* destination, int step)
    {
        const byte Even = 0b10_00_10_00;
        const byte Odd = 0b11_01_11_01;
        Vector512<float> abEven = Avx512F.Shuffle4x128(a, b, Even);
        Vector512<float> cdEven = Avx512F.Shuffle4x128(c, d, Even);
        Vector512<float> abOdd = Avx512F.Shuffle4x128(a, b, Odd);
        Vector512<float> cdOdd = Avx512F.Shuffle4x128(c, d, Odd);
        *(Vector512<float>*)destination = Avx512F.Shuffle4x128(abEven, cdEven, Even);
        *(Vector512<float>*)(destination + step) = Avx512F.Shuffle4x128(abOdd, cdOdd, Even);
        *(Vector512<float>*)(destination + 2 * step) = Avx512F.Shuffle4x128(abEven, cdEven, Odd);
        *(Vector512<float>*)(destination + 3 * step) = Avx512F.Shuffle4x128(abOdd, cdOdd, Odd);
    }
}
