namespace DeepTrain.Gen.Planning;

/// <summary>
/// What a product reads for one place: lines of taps of channels. Its reduction runs over channels, then taps, then lines.
/// </summary>
/// <param name="LineStep">Floats from one line to the next.</param>
/// <param name="TapStep">Floats from one tap to the next.</param>
internal sealed record Window(int Lines, int LineStep, int Taps, int TapStep, int Channels)
{
    public int Reduction => Lines * Taps * Channels;

    /// <summary>Terms that lie one after the other, and how many such runs a line has.</summary>
    public (int Length, int Count) Run => TapStep == Channels ? (Taps * Channels, 1) : (Channels, Taps);

    /// <summary>Where the term <paramref name="index"/> of the reduction lies.</summary>
    public int Offset(int index)
    {
        int channel = index % Channels, tap = index / Channels % Taps, line = index / Channels / Taps;
        return line * LineStep + tap * TapStep + channel;
    }
}

/// <summary>The places that a product computes, and how far apart they are in what it reads and writes.</summary>
internal sealed record PlaceGrid(int Height, int Width, PlaceSteps X, PlaceSteps Y, PlaceSteps H);

/// <summary>Floats from one line of places to the next, and from one place to the next.</summary>
internal readonly record struct PlaceSteps(int Line, int Place)
{
    public static PlaceSteps Of(ValueLayout layout, int stride = 1) =>
        new(stride * layout.LineStride, stride * layout.ChannelStride);
}
