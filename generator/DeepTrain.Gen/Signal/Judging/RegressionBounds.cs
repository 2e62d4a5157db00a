using System;
using System.Collections.Generic;
using System.Linq;

namespace DeepTrain.Gen.Signal;

/// <summary>
/// What a regression does not bear and a classifier does: which class is told does not ask how large answers are. The judges have
/// seen classifiers only.
/// </summary>
internal static class RegressionBounds
{
    /// <summary>
    /// R beyond which SGD diverges: the curvature of a squared error does not get less where a network is sure. All five
    /// trainings above 0.7 failed, and five of fifteen from 0.2 to 0.7.
    /// </summary>
    public const double GreatestStep = 2;

    // of the variance of targets, what answers may differ by at the start: every training beyond it failed
    private const double GreatestStart = 100;

    // Q of SGD, the times in which what is left to learn falls to a third; all fifteen below it failed
    private const double ShortestWay = 1;

    // the share of the targets' variance that answers of a wrong scale miss; noise takes as much again
    private const double GreatestMiss = 0.38;

    // the same of answers that are too large: activations that bend hold a part of it back
    private const double GreatestExcess = 1;

    // what a long momentum leaves of a swing in the end
    private const double GreatestSwing = 0.25;

    /// <summary>Whether a regression cannot get half-way.</summary>
    public static bool Hold(SignalNetwork network, IReadOnlyList<ForwardSignal> forward, TrainabilityScore known)
    {
        if (IsMisscaled(network))
            return true;
        // what a straight line does is worked out by itself
        if (network.Loss is not RegressionLossSignal { Targets: { } targets } || network.Layers.Count(layer => layer.HasWeights) < 2)
            return false;
        return StartsFarOff(forward[forward.Count - 1], targets) || IsUnstable(network, known)
            || (!network.Optimizer.IsAdaptive && (IsTooShort(network, known) || Swings(network)));
    }

    /// <summary>
    /// What answers are in use against what training makes them, for a network learns with what is dropped. Dropped inputs and answers
    /// are made up for by larger ones, which a regression learns to answer less to; AlphaDropout makes all that differs from the mean
    /// smaller, and that only in training.
    /// </summary>
    public static double Scale(SignalNetwork network)
    {
        double scale = 1;
        bool isInput = true;
        for (int i = 0; i < network.Layers.Count; i++)
        {
            SignalLayer layer = network.Layers[i];
            bool isAnswer = network.Layers.Skip(i + 1).All(later => !later.HasWeights);
            isInput &= !layer.HasWeights;
            if (layer.Dropout is SeluDropout alpha)
                scale /= Math.Sqrt(alpha.SharedFactor);
            else if (layer.Dropout is { } dropout && (isInput || isAnswer))
                scale *= dropout.Keep;
        }

        return scale;
    }

    /// <summary>Whether answers miss too much for their scale alone.</summary>
    public static bool IsMisscaled(SignalNetwork network)
    {
        double miss = 1 - Scale(network);
        return network.Loss is RegressionLossSignal && miss * miss > (miss > 0 ? GreatestMiss : GreatestExcess);
    }

    /// <summary>Whether answers differ so much at the start that a training ends before it has undone that.</summary>
    public static bool StartsFarOff(ForwardSignal output, TargetMoments targets) => output.Distance > GreatestStart * targets.Variance;

    private static bool IsUnstable(SignalNetwork network, TrainabilityScore known) =>
        !network.Optimizer.IsAdaptive && known.Rate > GreatestStep * known.StableRate
        && network.Layers.All(layer => layer.BatchNorm is null);

    // what is clipped at first is not clipped for ever
    private static bool IsTooShort(SignalNetwork network, TrainabilityScore known) =>
        network.Optimizer.ClipNorm == 0 && known.Distance < ShortestWay;

    private static bool Swings(SignalNetwork network) =>
        network.Optimizer.Momentum < 1 && Math.Exp(-network.Steps * (1 - network.Optimizer.Momentum)) > GreatestSwing;
}
