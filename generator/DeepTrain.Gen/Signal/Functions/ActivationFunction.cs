namespace DeepTrain.Gen.Signal;

/// <summary>A function applied to each unit by itself, smooth but for a kink at 0.</summary>
internal abstract record ActivationFunction : Nonlinearity
{
    /// <summary>The slope below 0 of a function that is x above 0 and linear below: its moments have closed forms.</summary>
    public virtual double? HomogeneousSlope => null;

    /// <summary>Whether f(-x) = 2 f(0) - f(x): expectations then need half the points.</summary>
    public virtual bool IsPointSymmetric => false;

    public abstract double Value(double x);

    public abstract double Derivative(double x);

    /// <summary>Both at once, for functions that share an exponential.</summary>
    public virtual void Evaluate(double x, out double value, out double derivative)
    {
        value = Value(x);
        derivative = Derivative(x);
    }

    public sealed override UnitMoments Moments(double q, double m) => UnitMoments.Compute(this, q, m);

    public sealed override PairMoments Distance(double q, double d, double m) => PairMoments.Compute(this, q, d, m);

    public sealed override PairSquares Squares(double q, double d, double m) => PairSquares.Compute(this, q, d, m);
}
