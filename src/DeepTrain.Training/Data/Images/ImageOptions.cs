namespace DeepTrain;

/// <summary>What images are brought to.</summary>
public sealed record ImageOptions
{
    /// <summary>Pixels from top to bottom, at least 1.</summary>
    public required int Height { get; init; }

    /// <summary>Pixels from left to right, at least 1.</summary>
    public required int Width { get; init; }

    /// <summary>3 for red, green and blue, 1 for grey, 4 with opacity.</summary>
    public int Channels { get; init; } = 3;

    /// <summary>Whether images are decoded each time they are asked for; otherwise once, into memory.</summary>
    public bool Streamed { get; init; }
}
