namespace DeepTrain.Gen.Signal;

/// <summary>
/// What turns the weighted sums of a layer into its outputs, as far as signal propagation sees it. Two are equal if they
/// compute the same values, so derived records hold parameters and nothing else.
/// </summary>
internal abstract record Nonlinearity
{
    /// <summary>How many weighted sums one output unit takes.</summary>
    public virtual int Pieces => 1;

    /// <summary>Whether the output is 0 for every sum at most 0, so that a unit can stop to learn for good.</summary>
    public virtual bool CanDie => false;

    /// <summary>Moments of the output for sums ~ N(m, q).</summary>
    public abstract UnitMoments Moments(double q, double m);

    /// <summary>The distance between the outputs of two inputs whose sums are at distance d.</summary>
    public abstract PairMoments Distance(double q, double d, double m);

    /// <summary>How the squares of the outputs, and of the slopes, of such two inputs go together.</summary>
    /// <remarks>
    /// Unless a function knows better: the excess over independent inputs goes with the square of the correlation, as that of
    /// x^2 does, and slopes are 0 or 1.
    /// </remarks>
    public virtual PairSquares Squares(double q, double d, double m)
    {
        UnitMoments moments = Moments(q, m);
        double c = q > 0 ? System.Math.Max(1 - d / q, 0) : 1, e = moments.SlopeSquare;
        double square = moments.Square * moments.Square;
        return new PairSquares(square + c * c * (moments.Fourth - square), e * e + c * c * (e - e * e));
    }
}
