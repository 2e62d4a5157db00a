using System;
using System.Linq;

namespace DeepTrain.Gen.Signal;

/// <summary>
/// How far a step may change all layers at once. What one layer's change does to the outputs is multiplied by the changes of the
/// others, so that the step a network bears falls with the square of its depth, whatever its width is.
/// </summary>
internal static class StepBounds
{
    // measured on the digits, on tanh networks of 10 to 70 layers of 64, 128 and 256 units: Adam trains up to 7.7 and not from 10.9
    // on, SGD with momentum trains 40 layers and not 50, at each of the widths
    private const double GreatestAdaptive = 10, GreatestSgd = 2.3;

    // what has no flat end bears more: on other tasks seven such networks of 12 to 23 layers trained at 9.9 to 25
    private const double GreatestUnbounded = 30;

    // a few layers are thrown away by steps longer than all of their weights; where there are few classes, which do not ask how large
    // answers are, three of four networks with one or two hidden layers trained all the same
    private const double GreatestChange = 1.5;
    private const int FewLayers = 3;

    // a memory of fifty steps, and a step against the longest stable one: of networks without bounded activations and
    // batch norm twelve of fourteen beyond it became no number or learned nothing, of those below it one; with one hidden layer all four
    // trained
    private const double LongMomentum = 0.98, LongestBeside = 0.1;
    private const int FewestSwinging = 3;

    // of classifiers without batch norm one trained at 55, and none of seven from 61 on
    private const double FarBeyondStable = 60;

    /// <summary>
    /// The greatest <see cref="Compound"/> that a training bears. Of SGD the judges know what networks as deep as those they learned
    /// from bear.
    /// </summary>
    public static double Greatest(SignalNetwork network)
    {
        int layers = network.Layers.Count(layer => layer.HasWeights);
        if (!network.Optimizer.IsAdaptive)
            return layers - 1 > Evidence.Deepest ? GreatestSgd : double.PositiveInfinity;
        if (network.TellsFewClasses && layers <= FewLayers)
            return double.PositiveInfinity;
        int free = Free(network).Length;
        return network.Layers.Any(layer => layer.IsBounded)
            ? GreatestAdaptive
            : Math.Min(Math.Max(GreatestAdaptive, GreatestChange * free * free), GreatestUnbounded);
    }

    /// <summary>Whether a step goes further than that.</summary>
    public static bool Exceeds(SignalNetwork network, TrainabilityScore known) =>
        Compound(network, known) > Greatest(network);

    /// <summary>
    /// The change of a weight in a step against its deviation, times the square of the weight layers; of SGD the step against the
    /// curvature, times the weight layers, to which the curvature is proportional.
    /// </summary>
    public static double Compound(SignalNetwork network, TrainabilityScore known)
    {
        SignalOptimizer optimizer = network.Optimizer;
        SignalLayer[] free = Free(network);
        if (free.Length == 0)
            return 0;
        double step = optimizer.Travel(network.Steps) / network.Steps;
        if (!optimizer.IsAdaptive)
            return step * 2 / known.StableRate * (1 + optimizer.Momentum) * free.Length;
        // weights that are drawn too small grow to what is usual first
        double[] changes = [.. free.Select(layer => step / Math.Sqrt(Math.Max(layer.WeightVariance, 1 / layer.EffectiveFanIn)))
            .OrderBy(change => change)];
        return changes[changes.Length / 2] * free.Length * free.Length;
    }

    /// <summary>
    /// A rate of SGD that is stable with a margin. A squared error keeps its curvature, and rows far from the others have more of it: at
    /// half of the longest stable rate two of sixteen regressions diverged, on ratios.
    /// </summary>
    public static double Cautious(SignalNetwork network, TrainabilityScore known) =>
        known.StableRate / (network.Loss is RegressionLossSignal ? 4 : 2);

    /// <summary>
    /// Whether SGD goes so far beyond the longest stable step that no task bears it: a classifier that is sure has less curvature, and
    /// bears up to fifty times as much.
    /// </summary>
    public static bool Diverges(SignalNetwork network, TrainabilityScore known) =>
        !network.Optimizer.IsAdaptive && known.Rate > FarBeyondStable * known.StableRate
        && network.Layers.All(layer => layer.BatchNorm is null);

    /// <summary>
    /// Whether a long momentum goes on long after the gradient has turned: weights swing with nothing that stops them, and where no
    /// activation is bounded the curvature grows with the swing.
    /// </summary>
    public static bool Overshoots(SignalNetwork network, TrainabilityScore known) =>
        !network.Optimizer.IsAdaptive && network.Optimizer.Momentum >= LongMomentum && known.Rate > LongestBeside * known.StableRate
        && network.Layers.Count(layer => layer.HasWeights) >= FewestSwinging
        && network.Layers.All(layer => layer.BatchNorm is null && !layer.IsBounded);

    // with batch norm weights have no scale
    private static SignalLayer[] Free(SignalNetwork network) =>
        [.. network.Layers.Where(layer => layer.HasWeights && layer.BatchNorm is null && layer.WeightVariance > 0)];
}
