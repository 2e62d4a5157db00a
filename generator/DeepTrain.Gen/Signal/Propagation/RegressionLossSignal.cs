using System;

namespace DeepTrain.Gen.Signal;

/// <summary>What a regression is to answer: mean and standard deviation of a target.</summary>
internal readonly record struct TargetMoments(double Mean, double Deviation)
{
    public static readonly TargetMoments Standardised = new(0, 1);

    // targets that never change would leave nothing to compare a loss with
    public double Variance => Math.Max(Deviation * Deviation, 1e-12);
}

/// <summary>A loss of differences r = output - target: normal, with mean -target mean and variance q + target variance.</summary>
internal abstract record RegressionLossSignal : LossSignal
{
    public TargetMoments Targets { get; init; } = TargetMoments.Standardised;

    public override LossSignal For(TargetMoments targets) => this with { Targets = targets };

    public override double Ignorance(int outputs) => Mean(0, Targets.Variance);

    public override double Initial(double q, int outputs) => Mean(-Targets.Mean, q + Targets.Variance);

    public override double ErrorSquare(double q, int outputs) => Slope(-Targets.Mean, q + Targets.Variance) / outputs;

    // of a difference that is not small the two others have less
    public override double Curvature(int outputs) => 2.0 / outputs;

    /// <summary>The expected loss of one difference ~ N(m, v).</summary>
    protected abstract double Mean(double m, double v);

    /// <summary>The expected square of its derivative.</summary>
    protected abstract double Slope(double m, double v);
}

/// <summary>The mean squared difference.</summary>
internal sealed record SquaredLossSignal : RegressionLossSignal
{
    protected override double Mean(double m, double v) => m * m + v;

    protected override double Slope(double m, double v) => 4 * (m * m + v);
}

/// <summary>The mean absolute difference.</summary>
internal sealed record AbsoluteLossSignal : RegressionLossSignal
{
    protected override double Mean(double m, double v)
    {
        double deviation = Math.Sqrt(v), share = SpecialFunctions.NormalDistribution(m / deviation, out double density);
        return 2 * deviation * density + m * (2 * share - 1);
    }

    protected override double Slope(double m, double v) => 1;
}

/// <summary>Squared up to a difference of delta, then linear.</summary>
internal sealed record HuberLossSignal(double Delta) : RegressionLossSignal
{
    protected override double Mean(double m, double v)
    {
        Split(m, v, out double inside, out double outside, out double size);
        return inside / 2 + Delta * size - outside * Delta * Delta / 2;
    }

    protected override double Slope(double m, double v)
    {
        Split(m, v, out double inside, out double outside, out _);
        return outside * Delta * Delta + inside;
    }

    // of r ~ N(m, v): E r^2 where |r| is below delta, P(|r| > delta), E |r| where above
    private void Split(double m, double v, out double inside, out double outside, out double size)
    {
        double s = Math.Sqrt(v), upper = (Delta - m) / s, lower = (-Delta - m) / s;
        double below = SpecialFunctions.NormalDistribution(lower, out double lowDensity);
        double above = SpecialFunctions.NormalDistribution(-upper, out double highDensity);
        outside = below + above;
        inside = (m * m + v) * (1 - outside) + s * ((2 * m + s * lower) * lowDensity - (2 * m + s * upper) * highDensity);
        size = m * (above - below) + s * (highDensity + lowDensity);
    }
}
