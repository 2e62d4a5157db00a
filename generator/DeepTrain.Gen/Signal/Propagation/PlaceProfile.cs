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
    private readonly Side lines, columns;

    private PlaceProfile((Side Lines, Side Columns) sides) => (lines, columns) = sides;

    private static PlaceProfile Uniform(int height, int width) =>
        new(Each(height, width, size => new Side([.. Enumerable.Repeat(1.0, size)])));

    /// <summary>A profile of so many places: a given one, if it is.</summary>
    public static PlaceProfile Of(PlaceProfile? profile, int height, int width) =>
        profile is not null && profile.lines.Length == height && profile.columns.Length == width ? profile : Uniform(height, width);

    /// <summary>What windows see.</summary>
    /// <param name="share">The part of their taps that carries signal.</param>
    public PlaceProfile Gather(SignalWindows vertical, SignalWindows horizontal, out double share) =>
        Normalised(Each((lines, vertical), (columns, horizontal), each => each.Item2.Gather(each.Item1.Places)), out share);

    /// <summary>What comes back to the places that windows see.</summary>
    /// <param name="share">The part of it that reaches a place, for windows of this profile.</param>
    public PlaceProfile Scatter(SignalWindows vertical, SignalWindows horizontal, out double share)
    {
        PlaceProfile places = Normalised(
            Each((lines, vertical), (columns, horizontal), each => each.Item2.Scatter(each.Item1.Places)), out share);
        share *= (double)vertical.Size * horizontal.Size / ((double)vertical.Outputs * horizontal.Outputs);
        return places;
    }

    /// <summary>The mean of a power of it.</summary>
    public double Mean(double power)
    {
        if (power == 1)
            return 1;
        (double ofLines, double ofColumns) = Each(lines, columns, side => Average(side.To(power)));
        return ofLines * ofColumns;
    }

    /// <summary>A power of it.</summary>
    public PlaceProfile To(double power) => power == 1 ? this : Normalised(Each(lines, columns, side => side.To(power)), out _);

    /// <summary>What two have together, place by place.</summary>
    public PlaceProfile Times(PlaceProfile? other)
    {
        PlaceProfile second = Of(other, lines.Length, columns.Length);
        return Normalised(Each((lines, second.lines), (columns, second.columns), each => each.Item1.Times(each.Item2)), out _);
    }

    // what is the same for both sides of a square image is worked out once
    private static (TResult Lines, TResult Columns) Each<T, TResult>(T ofLines, T ofColumns, Func<T, TResult> work)
        where T : notnull
    {
        TResult first = work(ofLines);
        return (first, ofLines.Equals(ofColumns) ? first : work(ofColumns));
    }

    // nothing is left where every tap lies in the ring
    private static PlaceProfile Normalised((double[] Lines, double[] Columns) places, out double share)
    {
        (double ofLines, double ofColumns) = Each(places.Lines, places.Columns, Average);
        share = ofLines * ofColumns;
        if (!(share > 0))
            return Uniform(places.Lines.Length, places.Columns.Length);
        return new PlaceProfile(
            Each((places.Lines, ofLines), (places.Columns, ofColumns), each => Side.Of(each.Item1, each.Item2)));
    }

    private static double Average(double[] places)
    {
        double sum = 0;
        foreach (double place in places)
            sum += place;
        return sum / places.Length;
    }

    /// <summary>The lines, or the columns.</summary>
    private sealed class Side(double[] places)
    {
        private double[]? logarithms;

        public double[] Places => places;

        public int Length => places.Length;

        public static Side Of(double[] places, double mean) => new(Array.ConvertAll(places, x => x / mean));

        // several powers are asked for of each
        public double[] To(double power)
        {
            logarithms ??= Array.ConvertAll(places, Math.Log);
            return Array.ConvertAll(logarithms, x => x > double.NegativeInfinity ? Math.Exp(power * x) : 0);
        }

        public double[] Times(Side other) => [.. places.Zip(other.Places, (a, b) => a * b)];
    }
}
