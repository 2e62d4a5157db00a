using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepTrain.Runtime;

/// <summary>
/// Carries images between their layouts: planes, as users and PyTorch have them (channels x height x width), places, as
/// kernels read them (<see cref="ImageLayout"/>), and rows of features for dense layers (places without padding).
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class ImageRows
{
    /// <summary>Planes to places; what is padding becomes 0, the ring is left alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FromPlanes(float* planes, int rows, ImageLayout layout, float* images)
    {
        int places = layout.Height * layout.Width;
        for (int row = 0; row < rows; row++, planes += layout.Size, images += layout.Stride)
        {
            float* line = images + layout.Start, source = planes;
            if (layout.ChannelStride == 1)
            {
                // one plane: its lines, or all of it where they have no ring
                bool isWhole = layout.LineStride == layout.Width;
                int lines = isWhole ? 1 : layout.Height, length = isWhole ? places : layout.Width;
                for (int y = 0; y < lines; y++, line += layout.LineStride, source += length)
                    Copy(source, line, length);
                continue;
            }

            for (int y = 0; y < layout.Height; y++, line += layout.LineStride)
            {
                float* place = line;
                for (int x = 0; x < layout.Width; x++, place += layout.ChannelStride, source++)
                {
                    for (int channel = 0; channel < layout.Channels; channel++)
                        place[channel] = source[(nint)channel * places];
                    for (int channel = layout.Channels; channel < layout.ChannelStride; channel++)
                        place[channel] = 0;
                }
            }
        }
    }

    /// <summary>Places to planes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToPlanes(float* images, int rows, ImageLayout layout, float* planes, int planeStride)
    {
        int places = layout.Height * layout.Width;
        for (int row = 0; row < rows; row++, planes += planeStride, images += layout.Stride)
        {
            float* line = images + layout.Start, target = planes;
            for (int y = 0; y < layout.Height; y++, line += layout.LineStride)
            {
                float* place = line;
                for (int x = 0; x < layout.Width; x++, place += layout.ChannelStride, target++)
                {
                    for (int channel = 0; channel < layout.Channels; channel++)
                        target[(nint)channel * places] = place[channel];
                }
            }
        }
    }

    /// <summary>One image's places to a row of features, place by place; what the row has besides becomes 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToFeatures(float* image, ImageLayout layout, float* features, int padded)
    {
        float* end = features + padded;
        float* line = image + layout.Start;
        for (int y = 0; y < layout.Height; y++, line += layout.LineStride)
        {
            float* place = line;
            for (int x = 0; x < layout.Width; x++, place += layout.ChannelStride, features += layout.Channels)
                Copy(place, features, layout.Channels);
        }

        for (; features < end; features++)
            *features = 0;
    }

    /// <summary>A row of features to one image's places; padding becomes 0, the ring is left alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FromFeatures(float* features, float* image, ImageLayout layout)
    {
        float* line = image + layout.Start;
        for (int y = 0; y < layout.Height; y++, line += layout.LineStride)
        {
            float* place = line;
            for (int x = 0; x < layout.Width; x++, place += layout.ChannelStride, features += layout.Channels)
            {
                Copy(features, place, layout.Channels);
                for (int channel = layout.Channels; channel < layout.ChannelStride; channel++)
                    place[channel] = 0;
            }
        }
    }

    /// <summary>So many floats of each line become 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Zero(float* first, int lines, int floats, int lineStride)
    {
        for (int line = 0; line < lines; line++, first += lineStride)
            new Span<float>(first, floats).Clear();
    }

    /// <summary>The rings of so many images become 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ZeroRings(float* images, int rows, ImageLayout layout)
    {
        int inside = layout.Width * layout.ChannelStride;
        for (int row = 0; row < rows; row++, images += layout.Stride)
        {
            float* next = images;
            float* line = images + layout.Start;
            for (int y = 0; y < layout.Height; y++, line += layout.LineStride)
            {
                new Span<float>(next, (int)(line - next)).Clear();
                next = line + inside;
            }

            new Span<float>(next, (int)(images + layout.Stride - next)).Clear();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(float* source, float* destination, int count)
    {
        int i = 0;
        for (; i + 16 <= count; i += 16)
            *(Vector512<float>*)(destination + i) = *(Vector512<float>*)(source + i);
        for (; i < count; i++)
            destination[i] = source[i];
    }
}
