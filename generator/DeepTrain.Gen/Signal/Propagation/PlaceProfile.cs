using System;
using System.Linq;

namespace DeepTrain.Gen.Signal;

/// <summary>
/// How a mean square is spread over the places of a feature map, as a product of its lines and columns with mean 1 each.
/// </summary>
/// <remarks>
/// Zeros around an image take from its border, and from there inwards layer by layer. Of 3 x 3 taps on 12 x 12 places 11 % lie
/// in the ring; but ten such layers keep 0.96^10 of a signal and not 0.89^10, because what is left lies in the middle.
/// </remarks>
internal sealed class PlaceProfile
{
    private readonly double[] lines, columns;

    private PlaceProfile(double[] lines, double[] columns)
    {
        this.lines = lines;
        this.columns = columns;
    }

    private static PlaceProfile Uniform(int height, int width) =>
        new([.. Enumerable.Repeat(1.0, height)], [.. Enumerable.Repeat(1.0, width)]);

    /// <summary>A profile of so many places: a given one, if it is.</summary>
    public static PlaceProfile Of(PlaceProfile? profile, int height, int width) =>
        profile is not null && profile.lines.Length == height && profile.columns.Length == width ? profile : Uniform(height, width);

    /// <summary>What windows see.</summary>
    /// <param name="share">The part of their taps that carries signal.</param>
    public PlaceProfile Gather(SignalWindows vertical, SignalWindows horizontal, out double share) =>
        Normalised(vertical.Gather(lines), horizontal.Gather(columns), out share);

    /// <summary>What comes back to the places that windows see.</summary>
    /// <param name="share">The part of it that reaches a place, for windows of this profile.</param>
    public PlaceProfile Scatter(SignalWindows vertical, SignalWindows horizontal, out double share)
    {
        PlaceProfile places = Normalised(vertical.Scatter(lines), horizontal.Scatter(columns), out share);
        share *= (double)vertical.Size * horizontal.Size / ((double)vertical.Outputs * horizontal.Outputs);
        return places;
    }

    /// <summary>The mean of a power of it.</summary>
    public double Mean(double power) => power == 1 ? 1 : lines.Average(Power(power)) * columns.Average(Power(power));

    /// <summary>A power of it.</summary>
    public PlaceProfile To(double power) =>
        power == 1 ? this : Normalised([.. lines.Select(Power(power))], [.. columns.Select(Power(power))], out _);

    /// <summary>What two have together, place by place.</summary>
    public PlaceProfile Times(PlaceProfile? other)
    {
        PlaceProfile second = Of(other, lines.Length, columns.Length);
        return Normalised([.. lines.Zip(second.lines, Product)], [.. columns.Zip(second.columns, Product)], out _);
    }

    private static Func<double, double> Power(double power) => x => x > 0 ? Math.Pow(x, power) : 0;

    private static double Product(double a, double b) => a * b;

    // nothing is left where every tap lies in the ring
    private static PlaceProfile Normalised(double[] lines, double[] columns, out double share)
    {
        double ofLines = lines.Average(), ofColumns = columns.Average();
        share = ofLines * ofColumns;
        return share > 0
            ? new PlaceProfile([.. lines.Select(x => x / ofLines)], [.. columns.Select(x => x / ofColumns)])
            : Uniform(lines.Length, columns.Length);
    }
}
