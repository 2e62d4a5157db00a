using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;

namespace DeepTrain.Gen.Layers.Convolution;

/// <summary>One direction of a convolution: its kernel, stride and padding along a line of so many places.</summary>
/// <param name="Before">Zeros before the first place.</param>
/// <param name="After">Zeros that windows reach behind the last place.</param>
internal readonly record struct Taps(int Size, int Kernel, int Stride, int Before, int After, int Outputs)
{
    /// <summary>Null where no window fits.</summary>
    public static Taps? Of(int size, int kernel, int stride, Padding padding)
    {
        if (padding == Padding.Valid)
            return kernel > size ? null : new Taps(size, kernel, stride, 0, 0, (size - kernel) / stride + 1);
        int outputs = (size - 1) / stride + 1;
        int zeros = Math.Max(0, checked((outputs - 1) * stride + kernel) - size);
        return new Taps(size, kernel, stride, zeros / 2, zeros - zeros / 2, outputs);
    }

    /// <summary>Output places that the gradient of the first input reaches before the first one.</summary>
    public int DeltaBefore => Math.Max(0, -FirstOutput(0));

    /// <summary>Output places that the gradient of the last inputs reaches behind the last one.</summary>
    public int DeltaAfter => Math.Max(0, FloorDivide(Size - 1 + Before, Stride) - (Outputs - 1));

    /// <summary>
    /// The taps of the inputs <paramref name="phase"/>, phase + stride, ..., the one with the earliest output first: a
    /// convolution of stride 1 over the outputs. Empty where the stride skips such inputs.
    /// </summary>
    public IReadOnlyList<int> Backward(int phase)
    {
        var taps = new List<int>();
        for (int tap = Kernel - 1; tap >= 0; tap--)
        {
            if ((phase + Before - tap) % Stride == 0)
                taps.Add(tap);
        }

        return taps;
    }

    /// <summary>The output that the last tap of an input belongs to: the first of those it has a part in.</summary>
    public int FirstOutput(int input)
    {
        IReadOnlyList<int> taps = Backward(input % Stride);
        return taps.Count == 0 ? 0 : (input + Before - taps[0]) / Stride;
    }

    /// <summary>How many inputs have this phase.</summary>
    public int Inputs(int phase) => (Size - phase + Stride - 1) / Stride;

    /// <summary>What the predictor needs to know of it.</summary>
    public SignalWindows Signal => new(Size, Kernel, Stride, Before, Outputs);

    /// <summary>The share of taps that lie inside the image, over all outputs.</summary>
    public double ShareInside
    {
        get
        {
            long inside = 0;
            for (int output = 0; output < Outputs; output++)
            {
                int first = output * Stride - Before;
                inside += Math.Min(first + Kernel, Size) - Math.Max(first, 0);
            }

            return (double)inside / ((long)Outputs * Kernel);
        }
    }

    private static int FloorDivide(int value, int divisor) => (value >= 0 ? value : value - divisor + 1) / divisor;
}
