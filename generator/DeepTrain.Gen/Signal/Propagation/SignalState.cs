namespace DeepTrain.Gen.Signal;

/// <summary>What one layer hands to the next: a mean square and distances, per unit.</summary>
/// <param name="Square">The mean square.</param>
/// <param name="Distance">Of two inputs.</param>
/// <param name="ClassDistance">Of two inputs of one class.</param>
/// <param name="MaskDistance">Of two dropout masks on one input.</param>
/// <param name="NearDistance">Of two places next to each other, of one image or of two: as that of two inputs, but for the border.</param>
/// <param name="FarDistance">Of two places anywhere in a feature map: those at the border see fewer taps.</param>
internal readonly record struct SignalState(
    double Square, double Distance, double ClassDistance, double MaskDistance, double NearDistance,
    double FarDistance)
{
    // beyond where float32 overflows (1e77), below where fourth powers of a double do
    private const double Ceiling = 1e140;

    public SignalState Scaled(double factor) =>
        new(
            Square * factor, Distance * factor, ClassDistance * factor, MaskDistance * factor, NearDistance * factor,
            FarDistance * factor);

    public SignalState Masked(SignalDropout dropout, double mean)
    {
        double factor = dropout.SharedFactor, added = dropout.Added(Square, mean);
        return new SignalState(
            dropout.Square(Square, mean),
            factor * Distance + added,
            factor * ClassDistance + added,
            factor * MaskDistance + added,
            factor * NearDistance + added,
            factor * FarDistance + added);
    }

    /// <summary>What a nonlinearity makes of sums with this variance around this mean.</summary>
    public SignalState Activated(Nonlinearity phi, double mean, MomentCache cache) => new(
        cache.Moments(phi, Square, mean).Square,
        cache.Distance(phi, Square, Distance, mean).Value,
        cache.Distance(phi, Square, ClassDistance, mean).Value,
        cache.Distance(phi, Square, MaskDistance, mean).Value,
        cache.Distance(phi, Square, NearDistance, mean).Value,
        cache.Distance(phi, Square, FarDistance, mean).Value);

    public SignalState Bounded() => Square > Ceiling ? Scaled(Ceiling / Square) : this;
}
