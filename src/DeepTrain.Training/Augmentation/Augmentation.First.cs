namespace DeepTrain;

public sealed partial class Augmentation
{
    /// <summary>Mirrors left and right.</summary>
    /// <param name="probability">Of mirroring a row, from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static Augmentation FlipHorizontal(float probability = 0.5f) => None.FlipHorizontal(probability);

    /// <summary>Mirrors top and bottom.</summary>
    /// <param name="probability">Of mirroring a row, from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static Augmentation FlipVertical(float probability = 0.5f) => None.FlipVertical(probability);

    /// <summary>Turns around the centre, by an angle that is uniform between both bounds.</summary>
    /// <param name="degrees">At most so far to either side, from 0 to 180.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static Augmentation Rotate(float degrees) => None.Rotate(degrees);

    /// <summary>
    /// Slants: rows move sideways, the more the further they are from the middle, by an angle that is uniform between both bounds.
    /// </summary>
    /// <param name="degrees">At most so far to either side, from 0 to 60.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static Augmentation Shear(float degrees) => None.Shear(degrees);

    /// <summary>
    /// Makes what is seen smaller or larger, around the centre, by a factor that is uniform between both bounds.
    /// </summary>
    /// <param name="smallest">Above 0, 0.01 at least.</param>
    /// <param name="largest">At least <paramref name="smallest"/>, at most 100.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static Augmentation Scale(float smallest, float largest) => None.Scale(smallest, largest);

    /// <summary>Moves by a part of width and of height, each uniform between both bounds. A network that convolves and then
    /// pools is invariant to
    /// shifts as it is, and needs none.</summary>
    /// <param name="fraction">At most so far to either side, from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static Augmentation Shift(float fraction) => None.Shift(fraction);

    /// <summary>Enlarges a window of the image's proportions, anywhere within it, to the image's size. As
    /// <see cref="Shift"/>, nothing that a
    /// convolving network needs for its own sake.</summary>
    /// <param name="smallest">The window's side as a part of the image's, from 0.01 to 1; uniform from there to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static Augmentation Crop(float smallest) => None.Crop(smallest);

    /// <summary>Changes brightness, contrast, saturation and single channels, each by a number that is uniform between both bounds.</summary>
    /// <param name="brightness">What is added to all values, up to so much and down to minus so much; at least 0,
    /// finite.</param>
    /// <param name="contrast">How much further from the image's mean, or nearer to it, values go, from 0 to 1: 0.2 is a
    /// factor from 0.8 to 1.2.</param>
    /// <param name="saturation">The same for how far colours are from grey; for images of red, green and blue only.</param>
    /// <param name="channel">What is added to each channel's values, another number for each, up to so much and down to minus so much: a
    /// light of another colour; at least 0, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static Augmentation Color(float brightness = 0, float contrast = 0, float saturation = 0, float channel = 0) =>
        None.Color(brightness, contrast, saturation, channel);

    /// <summary>Adds independent Gaussian noise to each value; also for rows that are no images.</summary>
    /// <param name="std">Its standard deviation, at least 0, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static Augmentation Noise(float std) => None.Noise(std);

    /// <summary>Covers a rectangle of the image's proportions around any of its pixels with one value.</summary>
    /// <param name="side">The rectangle's side as a part of the image's, from 0 to 1.</param>
    /// <param name="value">What it is covered with, finite: the mean of pixels is best, 0 where they are centred.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static Augmentation Cutout(float side, float value = 0) => None.Cutout(side, value);
}
