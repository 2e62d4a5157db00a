namespace DeepTrain;

/// <summary>
/// The steps that follow the first. They have the same names, and C# tells an augmentation's from the class's only where these
/// stand in a class of their own.
/// </summary>
public static class AugmentationSteps
{
    /// <inheritdoc cref="Augmentation.FlipHorizontal"/>
    public static Augmentation FlipHorizontal(this Augmentation augmentation, float probability = 0.5f) =>
        augmentation.With(new FlipStep(true, Probability(probability, nameof(probability))));

    /// <inheritdoc cref="Augmentation.FlipVertical"/>
    public static Augmentation FlipVertical(this Augmentation augmentation, float probability = 0.5f) =>
        augmentation.With(new FlipStep(false, Probability(probability, nameof(probability))));

    /// <inheritdoc cref="Augmentation.Rotate"/>
    public static Augmentation Rotate(this Augmentation augmentation, float degrees) =>
        augmentation.With(new RotateStep(Within(degrees, 0, 180, nameof(degrees))));

    /// <inheritdoc cref="Augmentation.Shear"/>
    public static Augmentation Shear(this Augmentation augmentation, float degrees) =>
        augmentation.With(new ShearStep(Within(degrees, 0, 60, nameof(degrees))));

    /// <inheritdoc cref="Augmentation.Scale"/>
    public static Augmentation Scale(this Augmentation augmentation, float smallest, float largest) =>
        augmentation.With(new ScaleStep(
            Within(smallest, 0.01f, 100, nameof(smallest)), Within(largest, smallest, 100, nameof(largest))));

    /// <inheritdoc cref="Augmentation.Shift"/>
    public static Augmentation Shift(this Augmentation augmentation, float fraction) =>
        augmentation.With(new ShiftStep(Within(fraction, 0, 1, nameof(fraction))));

    /// <inheritdoc cref="Augmentation.Crop"/>
    public static Augmentation Crop(this Augmentation augmentation, float smallest) =>
        augmentation.With(new CropStep(Within(smallest, 0.01f, 1, nameof(smallest))));

    /// <inheritdoc cref="Augmentation.Color"/>
    public static Augmentation Color(
        this Augmentation augmentation, float brightness = 0, float contrast = 0, float saturation = 0, float channel = 0) =>
        augmentation.With(new ColorStep(
            Within(brightness, 0, float.MaxValue, nameof(brightness)), Within(contrast, 0, 1, nameof(contrast)),
            Within(saturation, 0, 1, nameof(saturation)), Within(channel, 0, float.MaxValue, nameof(channel))));

    /// <inheritdoc cref="Augmentation.Noise"/>
    public static Augmentation Noise(this Augmentation augmentation, float std) =>
        augmentation.With(new NoiseStep(Within(std, 0, float.MaxValue, nameof(std))));

    /// <inheritdoc cref="Augmentation.Cutout"/>
    public static Augmentation Cutout(this Augmentation augmentation, float side, float value = 0) =>
        augmentation.With(new CutoutStep(
            Within(side, 0, 1, nameof(side)), Within(value, float.MinValue, float.MaxValue, nameof(value))));

    /// <summary>Says what lies beyond the images' edges, for all steps.</summary>
    /// <param name="augmentation">The steps.</param>
    /// <param name="policy">What lies there.</param>
    /// <param name="value">The constant of <see cref="EdgePolicy.Constant"/>, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite, or there is no such policy.</exception>
    public static Augmentation Edges(this Augmentation augmentation, EdgePolicy policy, float value = 0)
    {
        if (policy is not (EdgePolicy.Reflect or EdgePolicy.Replicate or EdgePolicy.Constant))
            throw new ArgumentOutOfRangeException(nameof(policy), policy, "Expected Reflect, Replicate or Constant.");
        return augmentation.WithEdges(policy, Within(value, float.MinValue, float.MaxValue, nameof(value)));
    }

    private static float Probability(float value, string name) => Within(value, 0, 1, name);

    // NaN is within nothing
    private static float Within(float value, float least, float most, string name)
    {
        if (value >= least && value <= most)
            return value;
        string expected = most == float.MaxValue ? (least == 0 ? "a finite number of at least 0" : "a finite number")
            : FormattableString.Invariant($"a number from {least} to {most}");
        throw new ArgumentOutOfRangeException(name, value, $"Expected {expected}.");
    }
}
