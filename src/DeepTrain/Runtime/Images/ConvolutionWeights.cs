using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepTrain.Runtime;

/// <summary>
/// Packed weights of convolutions. A filter's inputs lie in the order kernel row, kernel column, channel; otherwise they are
/// packed as a dense layer's (<see cref="PanelShape"/>).
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class ConvolutionWeights
{
    /// <summary>
    /// The copy that carries gradients back: packed weights of a convolution whose columns are the channels and whose inputs
    /// are the filters at the taps given, in the order kernel row, kernel column, filter. Padding columns become 0.
    /// </summary>
    /// <param name="packed">The weights.</param>
    /// <param name="filters">Filters.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="kernel">Height and width of the kernel.</param>
    /// <param name="lines">The kernel rows, in the order wanted.</param>
    /// <param name="columns">The kernel columns, in the order wanted.</param>
    /// <param name="transposed">Room for <c>lines * columns * filters * Padded(channels)</c> floats.</param>
    /// <returns>What lies behind the copy.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float* Transpose(
        float* packed, int filters, int channels, int kernel, ReadOnlySpan<int> lines, ReadOnlySpan<int> columns, float* transposed)
    {
        int inputs = kernel * kernel * channels, steps = lines.Length * columns.Length * filters;
        for (int panel = 0; panel < PanelShape.Count(channels); panel++)
        {
            int start = PanelShape.Start(panel), width = PanelShape.Width(channels, panel);
            int real = Math.Min(width, channels - start);
            float* row = transposed + (long)start * steps;
            foreach (int ky in lines)
            {
                foreach (int kx in columns)
                {
                    int first = (ky * kernel + kx) * channels + start;
                    for (int filter = 0; filter < filters; filter++, row += width)
                    {
                        int unitPanel = PanelShape.PanelOf(filters, filter), unitStart = PanelShape.Start(unitPanel);
                        int stride = PanelShape.Width(filters, unitPanel);
                        float* source = packed + (long)unitStart * inputs + (long)first * stride + (filter - unitStart);
                        for (int column = 0; column < real; column++)
                            row[column] = source[(nint)column * stride];
                        for (int column = real; column < width; column++)
                            row[column] = 0;
                    }
                }
            }
        }

        return transposed + (long)PanelShape.Padded(channels) * steps;
    }
}
