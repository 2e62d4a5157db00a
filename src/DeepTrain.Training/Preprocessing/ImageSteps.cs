namespace DeepTrain;

internal sealed record ImageMeanStep : PreprocessingStep
{
    public override string Name => "ImageMean";

    public override FittedStep Fit(FitRows rows)
    {
        CheckImages(rows, Name);
        return Affine.Shift(Array.ConvertAll(rows.Moments().Mean, mean => (float)mean));
    }

    /// <exception cref="ArgumentException">The rows are no images, or no longer.</exception>
    public static ImageShape CheckImages(FitRows rows, string step)
    {
        if (rows.Shape.Count != 3)
        {
            throw new ArgumentException(
                $"Expected images, [channels, height, width], for {step}; the inputs' shape is "
                + $"[{string.Join(", ", rows.Shape)}].");
        }
        return ImageShape.Of(rows.Shape);
    }
}

internal sealed record ChannelMeanStep : PreprocessingStep
{
    public override string Name => "ChannelMean";

    public override FittedStep Fit(FitRows rows)
    {
        ImageShape shape = ImageMeanStep.CheckImages(rows, Name);
        double[] means = rows.Moments().Mean;
        float[] shift = new float[shape.Size];
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            double mean = 0;
            foreach (double each in means.AsSpan(channel * shape.Plane, shape.Plane))
                mean += each / shape.Plane;
            shift.AsSpan(channel * shape.Plane, shape.Plane).Fill((float)mean);
        }
        return Affine.Shift(shift);
    }
}
