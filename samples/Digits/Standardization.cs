/// <summary>Moves and scales pixels to mean 0 and standard deviation 1: what initial weights are made for.</summary>
public sealed record Standardization(float Mean, float StandardDeviation)
{
    /// <summary>
    /// Measures the training pictures, never the test's: nothing about the test may leak into training. One mean for all
    /// pixels, since they share one scale, and pixels at the edge hardly vary.
    /// </summary>
    public static Standardization Of(LabelledPictures training)
    {
        double mean = training.Pixels.Average(pixel => (double)pixel);
        double variance = training.Pixels.Average(pixel => (pixel - mean) * (pixel - mean));
        return new Standardization((float)mean, (float)Math.Sqrt(variance));
    }

    public LabelledPictures Apply(LabelledPictures pictures) =>
        pictures with { Pixels = Array.ConvertAll(pictures.Pixels, pixel => (pixel - Mean) / StandardDeviation) };
}
