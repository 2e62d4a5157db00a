using System.ComponentModel;

namespace DeepTrain.Runtime;

/// <summary>
/// How the image of one row lies in a step's memory: places of so many channels, line by line, within a ring of zeros.
/// </summary>
/// <param name="Channels">Real numbers of a place.</param>
/// <param name="Height">Lines of places.</param>
/// <param name="Width">Places of a line.</param>
/// <param name="ChannelStride">Floats from one place to the next; those behind the channels are padding.</param>
/// <param name="LineStride">Floats from one line to the next.</param>
/// <param name="Start">Floats before the first place: the ring's.</param>
/// <param name="Stride">Floats from one image to the next.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct ImageLayout(
    int Channels, int Height, int Width, int ChannelStride, int LineStride, int Start, int Stride)
{
    /// <summary>Numbers of an image, padding left out.</summary>
    public int Size => Channels * Height * Width;
}
