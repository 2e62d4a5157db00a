namespace DeepTrain;

/// <summary>[channels, height, width]; a row of features is [1, 1, features].</summary>
internal readonly record struct ImageShape(int Channels, int Height, int Width)
{
    public static ImageShape Of(IReadOnlyList<int> shape) =>
        shape.Count == 3 ? new(shape[0], shape[1], shape[2]) : new(1, 1, shape[0]);

    public int Plane => Height * Width;

    public int Size => Channels * Plane;
}
