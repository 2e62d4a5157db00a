namespace DeepTrain;

/// <summary>How values of any range become bytes: the least is black, the largest white, what is not finite black.</summary>
internal readonly struct GreyScale
{
    private readonly float _least, _scale;

    private GreyScale(float least, float scale) => (_least, _scale) = (least, scale);

    /// <summary>The scale of these values; all are black where none differs from the others.</summary>
    public static GreyScale Of(ReadOnlySpan<float> values)
    {
        float least = float.PositiveInfinity, largest = float.NegativeInfinity;
        foreach (float value in values)
        {
            if (float.IsFinite(value))
                (least, largest) = (Math.Min(least, value), Math.Max(largest, value));
        }
        return new GreyScale(least, largest > least ? 255 / (largest - least) : 0);
    }

    public byte ToByte(float value) =>
        float.IsFinite(value) ? (byte)Math.Clamp(MathF.Round((value - _least) * _scale), 0, 255) : (byte)0;
}
