using System;
using System.Collections.Generic;
using System.Linq;

namespace DeepTrain.Gen.Signal;

/// <summary>What holds weights small, whatever a training would make of them: decay, penalties, the norm of a unit.</summary>
internal static class WeightBounds
{
    // outputs that cannot get further than this from 0 tell nothing apart
    private const double LeastReach = 0.7;

    // which class is told does not depend on the scale of all answers; held further, each step throws the last weights about. Measured:
    // 0.24 trains, 0.05 does not
    private const double LeastReachOfClasses = 0.1;

    // how much of an adaptive step goes the same way from one batch to the next
    private const double Persistence = 0.3;

    // the scale that batch norm gives back grows while a network trains, that of the outputs no faster than they
    private const double GrownScale = 2;

    // the outputs of a regression that correlates fully with its inputs
    private const double StrongestCorrelation = 1;

    // of the strongest correlation that inputs and targets may have, what data have at most, and one input alone; measured
    private const double Found = 0.7, FoundAlone = 0.5;

    // the decay that turns weights before batch norm by more than they learn, and leaves nothing of those behind it: fifteen of
    // fifteen networks failed, from 0.7 on
    private const double GreatestNormalised = 0.5;

    /// <summary>Whether weights are held so small that the network cannot learn.</summary>
    public static bool Hold(SignalNetwork network, IReadOnlyList<ForwardSignal> forward) =>
        IsOutOfReach(network, out _) || Decays(network, forward);

    /// <summary>
    /// Whether outputs cannot get far enough from 0, with every unit's weights aligned with its inputs and as long as <c>MaxNorm</c> and
    /// decay beside the gradient let them be.
    /// </summary>
    /// <param name="network">What was declared.</param>
    /// <param name="reach">How far they get, against their targets; infinite where nothing bounds them.</param>
    public static bool IsOutOfReach(SignalNetwork network, out double reach)
    {
        reach = Math.Sqrt(network.InputSquare);
        int held = 0;
        for (int i = 0; i < network.Layers.Count; i++)
        {
            SignalLayer layer = network.Layers[i];
            double norm = GreatestNorm(network, layer);
            held += layer.HasWeights && norm < double.PositiveInfinity ? 1 : 0;
            reach *= norm * Math.Sqrt(layer.EffectiveFanIn);
            // batch norm gives back what the weights take, and a bounded activation has its own bound
            if (layer.BatchNorm is not null || double.IsNaN(reach))
                (reach, held) = (i == network.Layers.Count - 1 ? 1 : GrownScale, 0);
            if (layer.IsBounded)
                reach = Math.Min(reach, 1);
        }

        if (network.Loss is RegressionLossSignal { Targets: { } targets })
            reach /= Math.Sqrt(targets.Variance);
        // layers that are held behind one another get no gradient either
        return reach < (network.Loss.TellsClasses && held == 1 ? LeastReachOfClasses : LeastReach);
    }

    /// <summary>
    /// The weight decay, as a part of the gradient, at which the weights of several layers fall to 0 together: what one layer's
    /// gradient is falls with the others (the strongest correlation of inputs and classes, by what each activation passes).
    /// </summary>
    private static double GreatestDecay(SignalNetwork network, IReadOnlyList<ForwardSignal> forward) =>
        Found * Correlation(network) * (network.Loss.TellsClasses ? Math.Sqrt(network.Layers[0].Inputs) : 1)
        * forward.Take(forward.Count - 1).Aggregate(1.0, (product, f) => product * Math.Sqrt(f.Output.SlopeSquare));

    /// <summary>The L1 penalty that outweighs the gradient of every single weight.</summary>
    public static double GreatestPenalty(SignalNetwork network) => FoundAlone * Correlation(network);

    /// <summary>Whether weight decay, as strong as this, is felt within the training.</summary>
    public static bool IsFelt(SignalNetwork network, double decay)
    {
        SignalOptimizer optimizer = network.Optimizer;
        // a step of its own size shrinks a weight whatever the decay is
        double travel = optimizer.Travel(network.Steps);
        return optimizer.IsAdaptive && !optimizer.DecaysApart ? travel > 0.1 : travel * decay >= 1;
    }

    /// <summary>Whether weights of all layers fall to 0 together under such a decay, as a part of the gradient.</summary>
    public static bool Fall(SignalNetwork network, IReadOnlyList<ForwardSignal> forward, double decay)
    {
        // a single layer only learns smaller weights
        if (network.Layers.Count(layer => layer.HasWeights) < 2)
            return false;
        double greatest = network.Layers.Any(layer => layer.BatchNorm is not null) ? GreatestNormalised : GreatestDecay(network, forward);
        return decay > greatest && IsFelt(network, decay);
    }

    private static bool Decays(SignalNetwork network, IReadOnlyList<ForwardSignal> forward) => Fall(
        network, forward,
        (network.Optimizer.DecaysApart ? 0 : network.Optimizer.Decay)
            + network.Layers.Where(layer => layer.HasWeights).Select(layer => layer.Decay).DefaultIfEmpty(0).Min());

    // of one input with one class: a part of the class's variance, in one row of K
    private static double Correlation(SignalNetwork network) => network.Loss.TellsClasses
        ? Math.Sqrt(network.InputSquare * (network.ClassCorrelation - network.InputCorrelation)) / Math.Max(network.Outputs, 2)
        : StrongestCorrelation;

    private static double GreatestNorm(SignalNetwork network, SignalLayer layer)
    {
        double norm = layer.HasWeights && layer.MaxNorm > 0 ? layer.MaxNorm : double.PositiveInfinity;
        SignalOptimizer optimizer = network.Optimizer;
        if (!layer.HasWeights || !optimizer.IsAdaptive || !optimizer.DecaysApart || !IsFelt(network, optimizer.Decay))
            return norm;
        return Math.Min(norm, Persistence / optimizer.Decay * Math.Sqrt(layer.EffectiveFanIn));
    }
}
