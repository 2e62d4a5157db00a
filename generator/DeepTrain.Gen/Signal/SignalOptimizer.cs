using System;

namespace DeepTrain.Gen.Signal;

/// <summary>How fast an optimizer moves the weights.</summary>
internal sealed record SignalOptimizer
{
    /// <summary>Whether the step does not depend on the size of the gradient: everything but SGD.</summary>
    public bool IsAdaptive { get; init; }

    /// <summary>Whether an adaptive step is divided by the root of a sum that grows for ever, as AdaGrad's.</summary>
    public bool Accumulates { get; init; }

    public double LearningRate { get; init; } = 1e-3;

    /// <summary>
    /// Momentum of SGD and RMSProp: it lengthens every step by 1 / (1 - momentum). Not Adam's, which is an average.
    /// </summary>
    public double Momentum { get; init; }

    /// <summary>What an adaptive optimizer adds to the root of its mean square.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>A momentum of 1 or more has no limit; this is as long as steps are taken to become.</summary>
    public static double Bounded(double momentum) => Math.Min(momentum, 0.999);

    /// <summary>The sum of step lengths over a training.</summary>
    public double Travel(int steps) =>
        LearningRate / (1 - Momentum) * (Accumulates ? 2 * Math.Sqrt(steps) : steps);
}
