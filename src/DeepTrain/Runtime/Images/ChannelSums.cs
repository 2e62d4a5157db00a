using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepTrain.Runtime;

/// <summary>Sums over the places of images, and over copies of sums. Their order depends on the sizes alone.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class ChannelSums
{
    /// <summary>Adds the sums over all places of so many channels, a multiple of 16, to <paramref name="sums"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add512(float* first, int height, int width, int lineStride, int channelStride, int channels, float* sums)
    {
        for (int channel = 0; channel < channels; channel += 16)
        {
            Vector512<float> total = *(Vector512<float>*)(sums + channel);
            float* line = first + channel;
            for (int y = 0; y < height; y++, line += lineStride)
                total += ColumnMath.Sum512(line, channelStride, width);
            *(Vector512<float>*)(sums + channel) = total;
        }
    }

    /// <inheritdoc cref="Add512"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add256(float* first, int height, int width, int lineStride, int channelStride, int channels, float* sums)
    {
        for (int channel = 0; channel < channels; channel += 8)
        {
            Vector256<float> total = *(Vector256<float>*)(sums + channel);
            float* line = first + channel;
            for (int y = 0; y < height; y++, line += lineStride)
                total += ColumnMath.Sum256(line, channelStride, width);
            *(Vector256<float>*)(sums + channel) = total;
        }
    }

    /// <inheritdoc cref="Add512"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add128(float* first, int height, int width, int lineStride, int channelStride, int channels, float* sums)
    {
        for (int channel = 0; channel < channels; channel += 4)
        {
            Vector128<float> total = *(Vector128<float>*)(sums + channel);
            float* line = first + channel;
            for (int y = 0; y < height; y++, line += lineStride)
                total += ColumnMath.Sum128(line, channelStride, width);
            *(Vector128<float>*)(sums + channel) = total;
        }
    }

    /// <summary>Stores the sums of so many copies, each of <paramref name="length"/> floats, a multiple of 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Total512(float* copies, int stride, int count, int length, float* sums)
    {
        for (int i = 0; i < length; i += 16)
        {
            Vector512<float> total = *(Vector512<float>*)(copies + i);
            for (int copy = 1; copy < count; copy++)
                total += *(Vector512<float>*)(copies + (nint)copy * stride + i);
            *(Vector512<float>*)(sums + i) = total;
        }
    }

    /// <inheritdoc cref="Total512"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Total256(float* copies, int stride, int count, int length, float* sums)
    {
        for (int i = 0; i < length; i += 8)
        {
            Vector256<float> total = *(Vector256<float>*)(copies + i);
            for (int copy = 1; copy < count; copy++)
                total += *(Vector256<float>*)(copies + (nint)copy * stride + i);
            *(Vector256<float>*)(sums + i) = total;
        }
    }

    /// <inheritdoc cref="Total512"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Total128(float* copies, int stride, int count, int length, float* sums)
    {
        for (int i = 0; i < length; i += 4)
        {
            Vector128<float> total = *(Vector128<float>*)(copies + i);
            for (int copy = 1; copy < count; copy++)
                total += *(Vector128<float>*)(copies + (nint)copy * stride + i);
            *(Vector128<float>*)(sums + i) = total;
        }
    }
}
