using System;

namespace DeepTrain.Gen.Signal;

/// <summary>One direction of what slides over a feature map, a convolution or a pool: windows along a line of places.</summary>
/// <param name="Size">Places of a line.</param>
/// <param name="Kernel">Places that a window sees.</param>
/// <param name="Stride">From one window to the next.</param>
/// <param name="Before">Zeros before the first place.</param>
/// <param name="Outputs">Windows of a line.</param>
internal readonly record struct SignalWindows(int Size, int Kernel, int Stride, int Before, int Outputs)
{
    /// <summary>For each window the mean of what it sees, the zeros beyond the border included.</summary>
    public double[] Gather(double[] places)
    {
        var windows = new double[Outputs];
        for (int output = 0; output < Outputs; output++)
        {
            for (int place = First(output); place < End(output); place++)
                windows[output] += places[place] / Kernel;
        }

        return windows;
    }

    /// <summary>For each place a share of every window that sees it: the way back of <see cref="Gather"/>.</summary>
    public double[] Scatter(double[] windows)
    {
        var places = new double[Size];
        for (int output = 0; output < Outputs; output++)
        {
            for (int place = First(output); place < End(output); place++)
                places[place] += windows[output] / Kernel;
        }

        return places;
    }

    /// <summary>The share of taps that two neighbours among the windows both have inside the image.</summary>
    public double NeighbourShare
    {
        get
        {
            double common = 0;
            for (int output = 0; output + 1 < Outputs; output++)
            {
                int first = Math.Max(First(output) - output * Stride, First(output + 1) - (output + 1) * Stride);
                int end = Math.Min(End(output) - output * Stride, End(output + 1) - (output + 1) * Stride);
                common += Math.Max(end - first, 0) / ((double)Kernel * (Outputs - 1));
            }

            return Outputs > 1 ? common : CommonShare;
        }
    }

    /// <summary>The share of taps that two of the windows, any two, both have inside the image.</summary>
    public double CommonShare
    {
        get
        {
            double common = 0;
            for (int tap = 0; tap < Kernel; tap++)
            {
                int inside = 0;
                for (int output = 0; output < Outputs; output++)
                    inside += output * Stride - Before + tap >= 0 && output * Stride - Before + tap < Size ? 1 : 0;
                common += (double)inside / Outputs * inside / Outputs / Kernel;
            }

            return common;
        }
    }

    /// <summary>The share of places that a window sees.</summary>
    public double ReadShare
    {
        get
        {
            int read = 0, next = 0;
            for (int output = 0; output < Outputs; output++)
            {
                read += Math.Max(End(output) - Math.Max(First(output), next), 0);
                next = Math.Max(next, End(output));
            }

            return (double)read / Size;
        }
    }

    private int First(int output) => Math.Max(output * Stride - Before, 0);

    private int End(int output) => Math.Min(output * Stride - Before + Kernel, Size);
}
