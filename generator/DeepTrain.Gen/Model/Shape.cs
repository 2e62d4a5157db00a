namespace DeepTrain.Gen.Model;

/// <summary>What one row holds between two layers: channels x height x width, or so many features (then flat).</summary>
internal readonly record struct Shape(int Channels, int Height, int Width, bool IsFlat)
{
    public static Shape Flat(int features) => new(features, 1, 1, IsFlat: true);

    public static Shape Image(int channels, int height, int width) => new(channels, height, width, IsFlat: false);

    /// <summary>Numbers in a row. Checked: an absurd declaration must not wrap around.</summary>
    public int Size => checked(Channels * Height * Width);

    public int[] Dimensions => IsFlat ? [Channels] : [Channels, Height, Width];

    public override string ToString() => string.Join("x", Dimensions);
}
