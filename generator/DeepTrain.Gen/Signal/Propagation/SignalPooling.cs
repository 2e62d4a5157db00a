using System;

namespace DeepTrain.Gen.Signal;

/// <summary>Pooling of windows that do not overlap: each becomes one number.</summary>
/// <param name="Window">Places of a window.</param>
/// <param name="Averages">Whether it takes the mean; the largest otherwise.</param>
/// <remarks>
/// In wide layers the sums at two places of an image are Gaussian, with a covariance that follows the same recursion as that
/// of two images (Xiao et al. 2018, section 2.2; Garriga-Alonso et al. 2019). Where no two pixels correlate it is the same
/// covariance. So a sum is what all places have in common plus a rest of its own, and averaging n places keeps the first and one
/// part in n of the second. The largest of a window is taken as a normal number with the moments of the largest of n
/// independent ones (Clark 1961); an activation that rises may come before it or behind it.
///
/// Pictures are not like that: neighbours see nearly the same. Of them half of the variance is taken to be common to a window, and
/// the largest to have the moments of any of it.
/// </remarks>
internal sealed record SignalPooling(int Window, bool Averages)
{
    /// <summary>The windows of a column, where the borders of the feature map matter.</summary>
    public SignalWindows? Vertical { get; init; }

    /// <summary>The windows of a line.</summary>
    public SignalWindows? Horizontal { get; init; }

    /// <summary>What the sum of squared gradients is multiplied by on its way back.</summary>
    public double SensitivityFactor => Averages ? 1.0 / Window : 1;

    private const double CommonShare = 0.5;

    private bool IsGlobal => Vertical is { Outputs: 1 } && Horizontal is { Outputs: 1 };

    /// <summary>The mean of each window.</summary>
    /// <param name="places">What is pooled, with its mean square.</param>
    /// <param name="mean">Its mean.</param>
    /// <param name="ofPictures">Whether neighbours are nearly alike.</param>
    public SignalState Average(SignalState places, double mean, bool ofPictures)
    {
        if (ofPictures)
        {
            double kept = CommonShare + (1 - CommonShare) / Window;
            return places.Scaled(kept) with { Square = mean * mean + Math.Max(places.Square - mean * mean, 0) * kept };
        }

        double n = Window, lost = (IsGlobal ? places.FarDistance : places.NearDistance) * (n - 1) / n;
        // whatever two images do not share is averaged, but for what the borders make of it
        return new SignalState(
            places.Square - lost, places.Distance / n, places.ClassDistance / n, places.MaskDistance / n,
            IsGlobal ? places.Distance / n : places.NearDistance / n,
            IsGlobal ? places.Distance / n : places.FarDistance - lost);
    }

    /// <summary>The largest sum of each window.</summary>
    /// <param name="sums">The sums, with their variance for a mean square.</param>
    /// <param name="ofPictures">Whether neighbours are nearly alike.</param>
    /// <param name="shift">What it adds to their mean.</param>
    public SignalState Largest(SignalState sums, bool ofPictures, out double shift)
    {
        shift = 0;
        if (ofPictures)
            return sums;
        double rest = Math.Max(Math.Min(sums.NearDistance, sums.Square), 0);
        double mean = MaxoutMoments.Power(Window, 1, 0, 1), variance = MaxoutMoments.Square(Window) - mean * mean;
        double lost = rest * (1 - variance);
        shift = mean * Math.Sqrt(rest);
        return new SignalState(
            sums.Square - lost,
            MaxoutMoments.Distance(Window, rest, sums.Distance).Value,
            MaxoutMoments.Distance(Window, rest, sums.ClassDistance).Value,
            MaxoutMoments.Distance(Window, rest, sums.MaskDistance).Value,
            rest * variance,
            sums.FarDistance - lost);
    }
}
