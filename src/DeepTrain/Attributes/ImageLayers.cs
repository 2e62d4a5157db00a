namespace DeepTrain;

/// <summary>What a convolution sees beyond the edge of its image.</summary>
public enum Padding
{
    /// <summary>Nothing: the kernel stays inside, and <c>floor((size - kernel) / stride) + 1</c> places come out.</summary>
    Valid,

    /// <summary>
    /// Zeros, as many as make <c>ceil(size / stride)</c> places come out; the odd one lies after (ONNX's SAME_UPPER).
    /// </summary>
    Same,
}

/// <summary>
/// A convolution over images: at each place <c>y_f = b_f + sum over channels, ky, kx of w_f x</c> (no flipping of the
/// kernel, as everywhere in deep learning), with W of shape [filters, channels, kernel, kernel].
/// </summary>
public sealed class Conv2DAttribute : LinearLayerAttribute
{
    /// <summary>A convolution.</summary>
    /// <param name="filters">Channels that come out, at least 1.</param>
    /// <param name="kernel">Height and width of the kernel, at least 1.</param>
    public Conv2DAttribute(int filters, int kernel) => _ = (filters, kernel);

    /// <summary>Places from one window to the next, down and across. At least 1.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>What lies beyond the edge.</summary>
    public Padding Padding { get; set; } = Padding.Valid;
}

/// <summary>
/// The largest number of each window of each channel; of equal ones the first in reading order takes the gradient. What does
/// not fill a window at the lower and right edge is left out, as in PyTorch.
/// </summary>
public sealed class MaxPool2DAttribute : LayerAttribute
{
    /// <summary>A pool of maxima.</summary>
    /// <param name="size">Height and width of a window, at least 1.</param>
    public MaxPool2DAttribute(int size) => Stride = size;

    /// <summary>Places from one window to the next, at least 1; the size if not set.</summary>
    public int Stride { get; set; }
}

/// <summary>
/// The mean of each window of each channel. What does not fill a window at the lower and right edge is left out, as in
/// PyTorch.
/// </summary>
public sealed class AveragePool2DAttribute : LayerAttribute
{
    /// <summary>A pool of means.</summary>
    /// <param name="size">Height and width of a window, at least 1.</param>
    public AveragePool2DAttribute(int size) => Stride = size;

    /// <summary>Places from one window to the next, at least 1; the size if not set.</summary>
    public int Stride { get; set; }
}

/// <summary>The mean of each channel over all places: images become rows of as many features (Lin et al. 2014).</summary>
public sealed class GlobalAveragePool2DAttribute : LayerAttribute;
