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
    // R beyond which SGD diverges: the curvature of a squared error does not get less where a network is sure; losses whose slope is
    // bounded bear more, of four at R from 3 to 21 all trained
    private const double GreatestSquared = 2, GreatestBounded = 25;

    // of the variance of targets, what answers may differ by at the start; where steps have a length of their own more, as far as weights
    // can go twice the way that undoes it: of ten such networks eight trained
    private const double GreatestStart = 100, GreatestUndone = 1e5, FarEnough = 2, LargeInputs = 10;

    // Q of SGD, the times in which what is left to learn falls to a third: of 34 below it 26 failed. Answers that start small grow
    // faster and faster, nine of fourteen in time
    private const double ShortestWay = 0.7, LeastAnswer = 0.05;

    // the share of the targets' variance that answers of a wrong scale miss; noise takes as much again. Of fifteen from 0.38 to here seven
    // trained, of 34 beyond it none
    private const double GreatestMiss = 0.45;

    // the same of answers that are too large: activations that bend hold a part of it back
    private const double GreatestExcess = 1;

    /// <summary>Whether a regression cannot get half-way.</summary>
    public static bool Hold(SignalNetwork network, IReadOnlyList<ForwardSignal> forward, TrainabilityScore known)
    {
        if (IsMisscaled(network))
            return true;
        // what a straight line does is worked out by itself
        if (network.Loss is not RegressionLossSignal { Targets: { } targets } || network.Layers.Count(layer => layer.HasWeights) < 2)
            return false;
        return StartsFarOff(network, known, forward[forward.Count - 1], targets) || IsUnstable(network, known) || IsTooShort(network, known);
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
    private static bool StartsFarOff(
        SignalNetwork network, TrainabilityScore known, ForwardSignal output, TargetMoments targets)
    {
        double start = output.Distance / targets.Variance;
        if (start <= GreatestStart || !network.Optimizer.IsAdaptive || start > GreatestUndone)
            return start > GreatestStart;
        // what dropout makes of rows differs in every step, and large inputs make answers of any step large
        if (known.Noise > 0 || network.InputSquare > LargeInputs)
            return true;
        // all layers together make answers smaller
        double[] variances = [.. network.Layers.Where(layer => layer.HasWeights).Select(layer => layer.WeightVariance)];
        double share = 1 - Math.Pow(start, -0.5 / variances.Length);
        return network.Optimizer.Travel(network.Steps) < FarEnough * share * Math.Sqrt(variances.Max());
    }

    /// <summary>R beyond which SGD is predicted to diverge.</summary>
    public static double GreatestStep(SignalNetwork network) =>
        network.Loss is SquaredLossSignal ? GreatestSquared : GreatestBounded;

    private static bool IsUnstable(SignalNetwork network, TrainabilityScore known) =>
        !network.Optimizer.IsAdaptive && known.Rate > GreatestStep(network) * known.StableRate
        && network.Layers.All(layer => layer.BatchNorm is null);

    // what is clipped at first is not clipped for ever
    private static bool IsTooShort(SignalNetwork network, TrainabilityScore known) =>
        !network.Optimizer.IsAdaptive && network.Optimizer.ClipNorm == 0 && known.Distance < ShortestWay
        && known.OutputVariance >= LeastAnswer;
}
