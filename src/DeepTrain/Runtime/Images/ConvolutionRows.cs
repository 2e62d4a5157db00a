using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepTrain.Runtime;

/// <summary>
/// Convolutions in plain loops, filter by filter beside each other, for <c>Inspect</c>: what a training step computes with
/// emitted kernels.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class ConvolutionRows
{
    /// <summary>One image forward: the windows of <paramref name="x"/>, whose ring holds the padding.</summary>
    /// <param name="x">The image with its ring.</param>
    /// <param name="from">How it lies; the ring is the padding.</param>
    /// <param name="weights">Packed weights (<see cref="ConvolutionWeights"/>).</param>
    /// <param name="bias">A bias a filter, padded; null for none.</param>
    /// <param name="kernel">Height and width of the kernel.</param>
    /// <param name="stride">Places from one window to the next.</param>
    /// <param name="y">Where the image that comes out begins.</param>
    /// <param name="to">How it lies.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(
        float* x, ImageLayout from, float* weights, float* bias, int kernel, int stride, float* y, ImageLayout to)
    {
        int inputs = kernel * kernel * from.Channels;
        for (int line = 0; line < to.Height; line++)
        {
            for (int place = 0; place < to.Width; place++)
            {
                float* window = x + (nint)line * stride * from.LineStride + place * stride * from.ChannelStride;
                float* target = y + to.Start + (nint)line * to.LineStride + place * to.ChannelStride;
                for (int filter = 0; filter < PanelShape.Padded(to.Channels); filter += 8)
                {
                    int panel = PanelShape.PanelOf(to.Channels, filter), start = PanelShape.Start(panel);
                    int width = PanelShape.Width(to.Channels, panel);
                    float* w = weights + (nint)start * inputs + (filter - start);
                    Vector256<float> sum = bias is null ? default : *(Vector256<float>*)(bias + filter);
                    for (int ky = 0; ky < kernel; ky++)
                    {
                        for (int kx = 0; kx < kernel; kx++)
                        {
                            float* number = window + (nint)ky * from.LineStride + kx * from.ChannelStride;
                            for (int channel = 0; channel < from.Channels; channel++, w += width)
                            {
                                sum = Vector256.MultiplyAddEstimate(
                                    Vector256.Create(number[channel]), *(Vector256<float>*)w, sum);
                            }
                        }
                    }

                    *(Vector256<float>*)(target + filter) = sum;
                }
            }
        }
    }

    /// <summary>One image back: the gradient of every number of the input.</summary>
    /// <param name="delta">The gradient of the output; no ring is read.</param>
    /// <param name="from">How it lies.</param>
    /// <param name="weights">Packed weights.</param>
    /// <param name="kernel">Height and width of the kernel.</param>
    /// <param name="stride">Places from one window to the next.</param>
    /// <param name="top">Zeros above the image.</param>
    /// <param name="left">Zeros left of it.</param>
    /// <param name="gradient">The gradient of the input; its padding becomes 0.</param>
    /// <param name="to">How it lies.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(
        float* delta, ImageLayout from, float* weights, int kernel, int stride, int top, int left, float* gradient, ImageLayout to)
    {
        int inputs = kernel * kernel * to.Channels;
        ImageRows.Zero(gradient + to.Start, to.Height, to.Width * to.ChannelStride, to.LineStride);
        for (int line = 0; line < from.Height; line++)
        {
            for (int place = 0; place < from.Width; place++)
            {
                float* d = delta + from.Start + (nint)line * from.LineStride + place * from.ChannelStride;
                for (int ky = 0; ky < kernel; ky++)
                {
                    int y = line * stride + ky - top;
                    if (y < 0 || y >= to.Height)
                        continue;
                    for (int kx = 0; kx < kernel; kx++)
                    {
                        int x = place * stride + kx - left;
                        if (x < 0 || x >= to.Width)
                            continue;
                        float* target = gradient + to.Start + (nint)y * to.LineStride + x * to.ChannelStride;
                        for (int channel = 0; channel < to.Channels; channel++)
                            target[channel] += Sum(d, weights, from.Channels, inputs, (ky * kernel + kx) * to.Channels + channel);
                    }
                }
            }
        }
    }

    // over all filters, of which padding has weights and gradients of 0
    private static float Sum(float* delta, float* weights, int filters, int inputs, int input)
    {
        Vector256<float> sum = default;
        for (int filter = 0; filter < PanelShape.Padded(filters); filter += 8)
        {
            int panel = PanelShape.PanelOf(filters, filter), start = PanelShape.Start(panel);
            float* w = weights + (nint)start * inputs + (nint)input * PanelShape.Width(filters, panel) + (filter - start);
            sum = Vector256.MultiplyAddEstimate(*(Vector256<float>*)(delta + filter), *(Vector256<float>*)w, sum);
        }

        return Vector256.Sum(sum);
    }
}
