namespace DeepTrain.Gen.Signal;

/// <summary>A function applied to each unit by itself, smooth but for a kink at 0.</summary>
internal abstract record ActivationFunction : Nonlinearity
{
    /// <summary>The slope below 0 of a function that is x above 0 and linear below: its moments have closed forms.</summary>
    public virtual double? HomogeneousSlope => null;

    /// <summary>Whether f(-x) = 2 f(0) - f(x): expectations then need half the points.</summary>
    public virtual bool IsPointSymmetric => false;

    /// <summary>Whether f(x) - f(-x) = x: pairs around -a then follow from those around a.</summary>
    public virtual bool IsHalfLinear => false;

    /// <summary>The rate of the exponentials exp(rate x) that <see cref="Pairs"/> is made of; 0 of none.</summary>
    public virtual double PairRate => 0;

    public abstract double Value(double x);

    public abstract double Derivative(double x);

    /// <summary>Both at once, for functions that share an exponential.</summary>
    public virtual void Evaluate(double x, out double value, out double derivative)
    {
        value = Value(x);
        derivative = Derivative(x);
    }

    /// <summary>What the function makes of pairs of inputs, where their exponentials are known: <see cref="PairRate"/> above 0.</summary>
    public virtual PairSums Pairs(double a, PairPoints pairs) => PairSums.Of(this, a, pairs);

    public sealed override UnitMoments Moments(double q, double m) => UnitMoments.Compute(this, q, m);

    public sealed override PairMoments Distance(double q, double d, double m) => PairMoments.Compute(this, q, d, m);

    public sealed override PairSquares Squares(double q, double d, double m) => PairSquares.Compute(this, q, d, m);
}
