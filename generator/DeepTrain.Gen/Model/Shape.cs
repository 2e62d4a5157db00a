namespace DeepTrain.Gen.Model;

/// <summary>What one row holds between two layers: channels x height x width, or so many features (then flat).</summary>
internal readonly record struct Shape(int Channels, int Height, int Width, bool IsFlat)
{
    public static Shape Flat(int features) => new(features, 1, 1, IsFlat: true);

    public static Shape Image(int channels, int height, int width) => new(channels, height, width, IsFlat: false);

    /// <summary>Numbers in a row. Checked: an absurd declaration must not wrap around.</summary>
    public int Size => checked(Channels * Height * Width);

    public int[] Dimensions => IsFlat ? [Channels] : [Channels, Height, Width];

    /// <summary>Why a layer of images cannot take these features, with the input that would have images of as many numbers.</summary>
    public string NeedsImages(string kind)
    {
        int size = Channels;
        (int Channels, int Side)[] squares = new[] { 1, 3 }
            .Select(channels => (channels, Side: (int)Math.Round(Math.Sqrt(size / (double)channels))))
            .Where(image => image.Side > 1 && image.channels * image.Side * image.Side == size)
            .ToArray();
        string shape = squares.Length == 0
            ? "[Input(channels, height, width)]"
            : $"[Input({squares[0].Channels}, {squares[0].Side}, {squares[0].Side})]";
        return $"{kind} needs images: give the input as {shape}, and put it before [Flatten] and dense layers";
    }

    public override string ToString() => string.Join("x", Dimensions);
}
