using System;

namespace DeepTrain.Gen.Signal;

/// <summary>How fast an optimizer moves the weights.</summary>
internal sealed record SignalOptimizer
{
    /// <summary>A momentum that takes a hundred steps and more to gather speed.</summary>
    private const double LongMomentum = 0.99;

    /// <summary>No optimizer comes with more.</summary>
    public const double LargestUsualEpsilon = 1e-6;

    /// <summary>The longest that judges have seen.</summary>
    private const double UsualMomentum = 0.9;

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

    /// <summary>The longest gradient of all weights together; 0 where it is not clipped.</summary>
    public double ClipNorm { get; init; }

    /// <summary>Weight decay of all weights.</summary>
    public double Decay { get; init; }

    /// <summary>Whether weights decay beside the gradient, as in AdamW, and not as a part of it.</summary>
    public bool DecaysApart { get; init; }

    /// <summary>A momentum of 1 or more has no limit; this is as long as steps are taken to become.</summary>
    public static double Bounded(double momentum) => Math.Min(momentum, 0.999);

    /// <summary>
    /// The same where gradients are clipped to a part of their length. An adaptive step forgets the length, but for epsilon.
    /// </summary>
    public SignalOptimizer Clipped(double part) => part >= 1 ? this
        : IsAdaptive ? this with { Epsilon = Epsilon / Math.Max(part, 1e-30) }
        : this with { LearningRate = LearningRate * part };

    /// <summary>
    /// The same speed with a momentum that judges know: what SGD gathers within a training, at 0.9.
    /// </summary>
    public SignalOptimizer Usual(int steps) => IsAdaptive || Momentum <= UsualMomentum ? this : this with
    {
        LearningRate = Travel(steps) / steps * (1 - UsualMomentum),
        Momentum = UsualMomentum,
    };

    /// <summary>
    /// Beside an epsilon that is larger than any gradient the root of its mean square does not count: what is left is SGD at the
    /// rate over epsilon. A usual epsilon is only larger than gradients that have all but vanished, and that grow if they do anything.
    /// </summary>
    public SignalOptimizer Beside(double greatestGradient) =>
        !IsAdaptive || Accumulates || Epsilon <= Math.Max(greatestGradient, LargestUsualEpsilon)
            ? this
            : this with { IsAdaptive = false, LearningRate = LearningRate / Epsilon };

    /// <summary>The sum of step lengths over a training.</summary>
    public double Travel(int steps) =>
        LearningRate / (1 - Momentum)
        * (Accumulates ? 2 * Math.Sqrt(steps) : Momentum < LongMomentum ? steps : AfterRunUp(steps));

    // steps are short until a long momentum has gathered speed: the sum of 1 - momentum^t
    private double AfterRunUp(int steps) => steps - (1 - Math.Pow(Momentum, steps)) / (1 - Momentum) * Momentum;
}
