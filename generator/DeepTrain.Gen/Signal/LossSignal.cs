using System;
using DeepTrain.Gen.Signal.Functions;

namespace DeepTrain.Gen.Signal;

/// <summary>What a loss does with outputs ~ N(0, q) of a network that knows nothing yet.</summary>
internal abstract record LossSignal
{
    /// <summary>The expected loss before training.</summary>
    public abstract double Initial(double q, int outputs);

    /// <summary>e: the squared gradient of a row's loss with respect to its outputs, summed over them.</summary>
    public abstract double ErrorSquare(double q, int outputs);
}

/// <summary>Softmax and cross-entropy over K classes.</summary>
internal sealed record SoftmaxLossSignal : LossSignal
{
    public override double ErrorSquare(double q, int outputs)
    {
        double k = Math.Max(outputs, 2);
        return 1 - 2 / k + Math.Min(1, 1 / (1 + (k - 1) * Math.Exp(-Math.Min(q, 50))));
    }

    /// <summary>
    /// E log sum exp(z) = integral over x of exp(-e^x) - (E exp(-e^(x + z)))^K, from log s = int (e^-t - e^-st) / t dt.
    /// </summary>
    public override double Initial(double q, int outputs)
    {
        if (!(q > 0) || outputs < 2)
            return Math.Log(Math.Max(outputs, 1));
        q = Math.Min(q, 1e30);
        double reach = 9 * Math.Sqrt(q), sum = 0;
        UnitRule rule = GaussLegendre.Fine;
        foreach ((double sign, double span) in new[] { (1.0, 4 + reach), (-1.0, 30 + reach) })
        {
            double stretch = SpecialFunctions.Asinh(span);
            for (int i = 0; i < rule.Points.Length; i++)
            {
                double t = rule.Points[i] * stretch, x = sign * Math.Sinh(t);
                double silence = Math.Pow(Silence(x, q), outputs);
                sum += rule.Weights[i] * stretch * Math.Cosh(t) * (Math.Exp(-Math.Exp(x)) - silence);
            }
        }

        return sum;
    }

    private static double Silence(double x, double q)
    {
        GaussianRule rule = GaussianRule.Create(q, x, GaussLegendre.Fine);
        double sum = 0;
        for (int i = 0; i < rule.Points.Length; i++)
            sum += rule.Weights[i] * Math.Exp(-Math.Exp(rule.Points[i]));
        return sum;
    }
}

/// <summary>Sigmoid and cross-entropy, averaged over outputs; both answers equally likely.</summary>
internal sealed record BinaryLossSignal : LossSignal
{
    public override double Initial(double q, int outputs) => new SoftplusFunction().Moments(q, 0).Mean;

    public override double ErrorSquare(double q, int outputs)
    {
        UnitMoments sigmoid = new SigmoidFunction().Moments(q, 0);
        return (sigmoid.Square - sigmoid.Mean + 0.5) / outputs;
    }
}

/// <summary>The mean squared difference from standardised targets.</summary>
internal sealed record SquaredLossSignal : LossSignal
{
    public override double Initial(double q, int outputs) => q + 1;

    public override double ErrorSquare(double q, int outputs) => 4 * (q + 1) / outputs;
}

/// <summary>The mean absolute difference from standardised targets.</summary>
internal sealed record AbsoluteLossSignal : LossSignal
{
    public override double Initial(double q, int outputs) => Math.Sqrt(2 * (q + 1) / Math.PI);

    public override double ErrorSquare(double q, int outputs) => 1.0 / outputs;
}

/// <summary>Squared up to a difference of delta, then linear; targets standardised.</summary>
internal sealed record HuberLossSignal(double Delta) : LossSignal
{
    public override double Initial(double q, int outputs)
    {
        double outside = Outside(q, out double inside, out double mean);
        return inside / 2 + Delta * mean - outside * Delta * Delta / 2;
    }

    public override double ErrorSquare(double q, int outputs) =>
        (Outside(q, out double inside, out _) * Delta * Delta + inside) / outputs;

    // of r ~ N(0, q + 1): P(|r| > delta), E r^2 where below delta, E |r| where above
    private double Outside(double q, out double inside, out double mean)
    {
        double deviation = Math.Sqrt(q + 1), edge = Delta / deviation;
        double share = 2 * (1 - SpecialFunctions.NormalDistribution(edge, out double density));
        inside = (q + 1) * (1 - share - 2 * edge * density);
        mean = 2 * deviation * density;
        return share;
    }
}
