using System;
using DeepTrain.Gen.Signal.Functions;

namespace DeepTrain.Gen.Signal;

/// <summary>What a loss does with outputs ~ N(0, q) of a network that knows nothing yet.</summary>
internal abstract record LossSignal
{
    /// <summary>Whether outputs stand for classes.</summary>
    public virtual bool TellsClasses => false;

    /// <summary>
    /// In how many directions the gradient with respect to a row's outputs may point: 1 over the mean square of the cosine
    /// between those of two rows.
    /// </summary>
    public virtual int Directions(int outputs) => outputs;

    /// <summary>The expected loss before training.</summary>
    public abstract double Initial(double q, int outputs);

    /// <summary>The same loss of targets with these moments; of classes there are none.</summary>
    public virtual LossSignal For(TargetMoments targets) => this;

    /// <summary>The loss of who answers the same whatever the inputs are, and answers as well as that allows.</summary>
    public abstract double Ignorance(int outputs);

    /// <summary>The second derivative of a row's loss with respect to one output, where the network knows nothing yet.</summary>
    public abstract double Curvature(int outputs);

    /// <summary>
    /// e: the squared gradient of a row's loss with respect to its outputs, summed over them, in the form that the score is
    /// fitted to.
    /// </summary>
    public abstract double ErrorSquare(double q, int outputs);

    /// <summary>The same as an observer measures it: without what <see cref="ErrorSquare"/> simplifies.</summary>
    public virtual double ExactErrorSquare(double q, int outputs) => ErrorSquare(q, outputs);
}

/// <summary>Softmax and cross-entropy over K classes.</summary>
internal sealed record SoftmaxLossSignal : LossSignal
{
    public override bool TellsClasses => true;

    public override double Ignorance(int outputs) => Math.Log(Math.Max(outputs, 1));

    public override double Curvature(int outputs) => (outputs - 1.0) / outputs / outputs;

    // p - y sums to 0
    public override int Directions(int outputs) => Math.Max(outputs - 1, 1);

    public override double ErrorSquare(double q, int outputs)
    {
        double k = Math.Max(outputs, 2);
        return 1 - 2 / k + Math.Min(1, 1 / (1 + (k - 1) * Math.Exp(-Math.Min(q, 50))));
    }

    /// <summary>
    /// |p - y|^2 = 1 - 2 p_y + sum p^2. The label knows nothing of p, so E p_y = 1 / K. For E sum p^2 the form above takes a
    /// ratio of expectations, not the expectation of a ratio: at ten logits of std 1.4, 16 % too much for e.
    /// </summary>
    public override double ExactErrorSquare(double q, int outputs)
    {
        double k = Math.Max(outputs, 2);
        return 1 - 2 / k + Concentration(q, Math.Max(outputs, 2));
    }

    /// <summary>
    /// E log sum exp(z) = integral over x of exp(-e^x) - (E exp(-e^(x + z)))^K, from log s = int (e^-t - e^-st) / t dt.
    /// </summary>
    public override double Initial(double q, int outputs)
    {
        if (!(q > 0) || outputs < 2)
            return Math.Log(Math.Max(outputs, 1));
        return Integrate(q, (x, silence, _) => Math.Exp(-Math.Exp(x)) - Math.Pow(silence, outputs));
    }

    /// <summary>
    /// E sum p^2 = K E e^2z / s^2 = K integral over x of (E e^2u exp(-e^u)) (E exp(-e^u))^(K - 1) with u = x + z, from
    /// 1 / s^2 = int t e^-st dt.
    /// </summary>
    private static double Concentration(double q, int outputs)
    {
        if (!(q > 0))
            return 1.0 / outputs;
        // a bound that the rule's few points on so wide a range would miss by 3 % at q = 1e30
        return Math.Min(1, outputs * Integrate(q, (_, silence, pair) => pair * Math.Pow(silence, outputs - 1)));
    }

    /// <summary>
    /// The integral over all x, t = e^x, of what depends on x and on E exp(-e^u) and E e^2u exp(-e^u) for u ~ N(x, q).
    /// </summary>
    private static double Integrate(double q, Func<double, double, double, double> integrand)
    {
        q = Math.Min(q, 1e30);
        double reach = 9 * Math.Sqrt(q), sum = 0;
        UnitRule rule = GaussLegendre.Fine;
        foreach ((double sign, double span) in new[] { (1.0, 4 + reach), (-1.0, 30 + reach) })
        {
            double stretch = SpecialFunctions.Asinh(span);
            for (int i = 0; i < rule.Points.Length; i++)
            {
                double t = rule.Points[i] * stretch, x = sign * Math.Sinh(t);
                (double silence, double pair) = Expectations(x, q);
                sum += rule.Weights[i] * stretch * Math.Cosh(t) * integrand(x, silence, pair);
            }
        }

        return sum;
    }

    private static (double Silence, double Pair) Expectations(double x, double q)
    {
        GaussianRule rule = GaussianRule.Create(q, x, GaussLegendre.Fine);
        double silence = 0, pair = 0;
        for (int i = 0; i < rule.Points.Length; i++)
        {
            double u = rule.Points[i], rate = Math.Exp(u), quiet = rule.Weights[i] * Math.Exp(-rate);
            silence += quiet;
            // e^2u overflows long after exp(-e^u) has gone
            if (quiet > 0)
                pair += quiet * rate * rate;
        }

        return (silence, pair);
    }
}

/// <summary>Sigmoid and cross-entropy, averaged over outputs; both answers equally likely.</summary>
internal sealed record BinaryLossSignal : LossSignal
{
    public override bool TellsClasses => true;

    public override double Initial(double q, int outputs) => new SoftplusFunction().Moments(q, 0).Mean;

    public override double Ignorance(int outputs) => Math.Log(2);

    public override double Curvature(int outputs) => 0.25 / outputs;

    public override double ErrorSquare(double q, int outputs)
    {
        UnitMoments sigmoid = new SigmoidFunction().Moments(q, 0);
        return (sigmoid.Square - sigmoid.Mean + 0.5) / outputs;
    }
}
