using DeepTrain.Gen.Model;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Planning;

/// <summary>Zeros around an image, so that a kernel may reach over its edge.</summary>
internal readonly record struct Ring(int Top, int Bottom, int Left, int Right)
{
    public static readonly Ring None = default;

    public bool IsEmpty => this == None;
}

/// <summary>
/// How the numbers of one row lie: places, each a vector of channels, line by line within a ring of zeros. Features are one
/// place without a ring. A channel is a column: what works column by column works channel by channel.
/// </summary>
/// <param name="Channels">Real numbers of a place.</param>
/// <param name="ChannelStride">Floats from one place to the next.</param>
internal sealed record ValueLayout(int Channels, int Height, int Width, int ChannelStride, Ring Ring)
{
    public static ValueLayout Flat(int features) => new(features, 1, 1, PanelShape.Padded(features), Ring.None);

    /// <summary>Whole vectors at each place; half of one for eight channels or fewer, which half would leave empty.</summary>
    public static ValueLayout Of(Shape shape, Ring ring = default) => new(
        shape.Channels, shape.Height, shape.Width,
        shape.Channels <= Narrow ? Narrow : PanelShape.Padded(shape.Channels), ring);

    private const int Narrow = 8;

    /// <summary>No padding between places: for what is read one number at a time.</summary>
    public static ValueLayout Compact(Shape shape, Ring ring = default) =>
        new(shape.Channels, shape.Height, shape.Width, shape.Channels, ring);

    /// <summary>The stride where it is another's; 0 where it follows from the rest.</summary>
    public int RowStride { get; init; }

    public int Places => Height * Width;

    /// <summary>The vectors that whole places are made of, of the width given if they are.</summary>
    public VectorType VectorOf(VectorType v) => ChannelStride % v.Lanes == 0 ? v : VectorType.V256;

    /// <summary>Floats from one line of places to the next.</summary>
    public int LineStride => checked((Ring.Left + Width + Ring.Right) * ChannelStride);

    /// <summary>Floats before the first place.</summary>
    public int Start => Ring.Top * LineStride + Ring.Left * ChannelStride;

    /// <summary>
    /// Floats from one row to the next. Rows 512 bytes apart, or a multiple, would all fall into a few sets of the
    /// first-level cache, so they get another 16 floats.
    /// </summary>
    public int Stride
    {
        get
        {
            if (RowStride > 0)
                return RowStride;
            int floats = PanelShape.Padded(checked((Ring.Top + Height + Ring.Bottom) * LineStride));
            return floats % (Machine.SetDistance / sizeof(float)) == 0 ? floats + PanelShape.Granule : floats;
        }
    }

    /// <summary>As the runtime library takes it.</summary>
    public string Arguments(Func<int, string> literal) => string.Join(
        ", ", new[] { Channels, Height, Width, ChannelStride, LineStride, Start, Stride }.Select(literal));
}

/// <summary>The values between two layers in the step's memory, for each row of the batch.</summary>
/// <param name="Field">Its name in the emitted <c>Step</c>.</param>
/// <param name="Local">The start of local variables that point into it.</param>
internal sealed record ValueBuffer(string Field, string Local, ValueLayout Layout)
{
    /// <summary>One padded row of features for each row.</summary>
    public static ValueBuffer Flat(string field, string local, int columns) => new(field, local, ValueLayout.Flat(columns));

    public static ValueBuffer Of(LayerSpec layer, string suffix, int columns) =>
        Of(layer, suffix, ValueLayout.Flat(columns));

    public static ValueBuffer Of(LayerSpec layer, string suffix, ValueLayout layout) =>
        new(layer.PascalName + suffix, layer.LocalName(suffix), layout);

    /// <summary>Real columns: features, or channels of a place.</summary>
    public int Columns => Layout.Channels;

    /// <summary>Columns with their padding.</summary>
    public int Padded => PanelShape.Padded(Layout.Channels);

    public string Pointer => "s->" + Field;

    /// <summary>Floats from one row to the next.</summary>
    public int Stride => Layout.Stride;
}
