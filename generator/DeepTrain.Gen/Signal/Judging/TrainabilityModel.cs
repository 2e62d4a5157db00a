using System;
using System.Collections.Generic;
using System.Linq;

namespace DeepTrain.Gen.Signal;

/// <summary>What makes one score of the signals: the part of the prediction that no theory gives.</summary>
internal abstract class TrainabilityModel
{
    /// <summary>The formula of the reference implementation, fitted to the 400 networks of calibration.jsonl.</summary>
    public static readonly TrainabilityModel Reference = new ReferenceModel();

    /// <summary>What diagnostics go by: two judges, trained on networks that were trained.</summary>
    public static readonly TrainabilityModel Judged = new JudgedModel();

    /// <summary>
    /// Natural log-odds by which more failures are told than an even chance would: a warning that is not needed costs a look,
    /// a training that fails an hour.
    /// </summary>
    public const double Caution = 0.3;

    /// <summary>Output variance from which float32 overflows on the way back.</summary>
    public const double OverflowVariance = 1e30;

    /// <summary>Distance in which nothing moves; no judge has seen less.</summary>
    private const double Standstill = 1e-12;

    /// <summary>Whether the signals alone do not settle it.</summary>
    public static bool NeedsJudge(TrainabilityScore known) =>
        known.Distance >= Standstill && known.OutputVariance <= OverflowVariance;

    /// <summary>Whether networks are taken as they are declared, and not as what they amount to (<see cref="Equivalent"/>).</summary>
    public virtual bool TakesAsDeclared => false;

    /// <summary>R above which SGD fails whatever its score.</summary>
    public abstract double UnstableRatio { get; }

    /// <summary>What is known before, in the numbers that are weighed; none where the signals alone settle it.</summary>
    /// <param name="network">What was declared.</param>
    /// <param name="forward">Its signals.</param>
    /// <param name="backward">Its gradients.</param>
    /// <param name="known">All of the result but evidence and verdict.</param>
    public virtual IReadOnlyList<double> Weigh(
        SignalNetwork network, IReadOnlyList<ForwardSignal> forward, IReadOnlyList<BackwardSignal> backward,
        TrainabilityScore known) => Array.Empty<double>();

    /// <summary>s: below 0 a network fails.</summary>
    /// <param name="network">What was declared.</param>
    /// <param name="known">All of the result but the verdict.</param>
    public abstract double Score(SignalNetwork network, TrainabilityScore known);

    /// <summary>The same for a task of which a straight line does most.</summary>
    /// <param name="network">What was declared.</param>
    /// <param name="known">All of the result but the verdict.</param>
    public virtual double ScoreOfLine(SignalNetwork network, TrainabilityScore known) => Score(network, known);

    private sealed class ReferenceModel : TrainabilityModel
    {
        public override double UnstableRatio => 5;

        public override bool TakesAsDeclared => true;

        public override double Score(SignalNetwork network, TrainabilityScore known)
        {
            double threshold = network.Optimizer.IsAdaptive ? -1.0 : -1.6;
            return Math.Log10(Math.Max(known.Distance, 1e-300)) - 2.5 * Evidence.Blur(network, known.Noise) - threshold;
        }
    }

    private sealed class JudgedModel : TrainabilityModel
    {
        // the judges weigh R among the rest
        public override double UnstableRatio => double.PositiveInfinity;

        public override IReadOnlyList<double> Weigh(
            SignalNetwork network, IReadOnlyList<ForwardSignal> forward, IReadOnlyList<BackwardSignal> backward,
            TrainabilityScore known)
        {
            if (!NeedsJudge(known))
                return Array.Empty<double>();
            double[] evidence = Evidence.Of(network, forward, backward, known);
            return IsLinear(network) ? Evidence.OfLinear(evidence) : evidence;
        }

        public override double Score(SignalNetwork network, TrainabilityScore known) =>
            known.Evidence.Count == 0 ? Settled(known) : Odds(network, known.Evidence);

        // where nothing moves the task makes no difference
        public override double ScoreOfLine(SignalNetwork network, TrainabilityScore known) =>
            known.Evidence.Count == 0 ? Settled(known) : Odds(network, Evidence.OfLine(known.Evidence));

        private static double Settled(TrainabilityScore known) => Math.Min(Math.Log10(Math.Max(known.Distance, 1e-300)), -1);

        private static double Odds(SignalNetwork network, IReadOnlyList<double> evidence) =>
            (network.Optimizer.IsAdaptive ? Judges.Adaptive : Judges.Sgd).LogOdds(evidence) - Caution;

        // whether a straight line would do is for the data to tell
        private static bool IsLinear(SignalNetwork network) =>
            network.Layers.All(layer => layer.Nonlinearity is ActivationFunction { HomogeneousSlope: 1 });
    }
}
