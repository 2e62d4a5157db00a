using System;
using System.Collections.Generic;
using System.Linq;
using DeepTrain.Gen.Signal.Functions;

namespace DeepTrain.Gen.Signal;

/// <summary>
/// What a network amounts to for the judges, who have learned from networks without its peculiarity: the same training, told in
/// their terms.
/// </summary>
internal static class Equivalent
{
    // of the slope of a softmax that is unsure
    private const double LeastSlope = 0.5;

    // n Var(w), the layers and the way of each weight from which on Adam and its kin trained, three of three; a ReLU that is 0 stays so
    private const double AsGoodAsNothing = 0.01, FarEnough = 1, LeastSlopeSquare = 0.01;
    private const int MostPulled = 6;

    // the same of signals that fade layer by layer, where no activation is bounded: five of eight trained, of deeper ones one of ten
    private const double Faded = 1e-6;
    private const int MostFaded = 16;

    private const int MostAveraged = 2;

    // of the square of a signal, what batch norms' epsilons must leave for weights before them to be awake
    private const double LeastLeft = 1e-3;

    /// <summary>The network that is judged in its place; the network itself if it has nothing peculiar.</summary>
    /// <param name="network">What was declared.</param>
    /// <param name="forward">Its signals.</param>
    public static SignalNetwork Of(SignalNetwork network, IReadOnlyList<ForwardSignal> forward) =>
        Averaged(Answered(Logits(Grown(Pulled(Awake(network, forward), forward), forward), forward)));

    /// <summary>
    /// Equal weights before weights that are drawn: the first gradient differs from unit to unit, so it draws them. Without a
    /// slope where all sums are there is none, and equal weights behind equal ones only ever see one number, but for what rounding makes.
    /// </summary>
    private static SignalNetwork Awake(SignalNetwork network, IReadOnlyList<ForwardSignal> forward)
    {
        SignalLayer[] layers = [.. network.Layers];
        bool isChanged = false, isRounded = MakesRoundingLarge(network);
        for (int i = 0; i < layers.Length - 1; i++)
        {
            SignalLayer? next = layers.Skip(i + 1).FirstOrDefault(layer => layer.HasWeights);
            if (!layers[i].HasWeights || layers[i].WeightVariance > 0)
                continue;
            if (!(next?.WeightVariance > 0 || isRounded) || forward[i].Output.SlopeSquare == 0)
                return network;
            layers[i] = layers[i] with { WeightVariance = 1 / layers[i].EffectiveFanIn };
            isChanged = true;
        }

        return isChanged ? network with { Layers = layers } : network;
    }

    /// <summary>
    /// Whether units that differ by rounding alone become different ones within a training, where steps are as long as any: behind a kink,
    /// of ten such networks five trained; and of seven with one hidden layer that tell few classes or one number six.
    /// </summary>
    public static bool MakesRoundingLarge(SignalNetwork network)
    {
        SignalLayer[] weighted = [.. network.Layers.Where(layer => layer.HasWeights)];
        return network.Optimizer.IsAdaptive
            && ((weighted.Length == 2 && (network.TellsFewClasses || network.Outputs == 1))
                || weighted.Take(weighted.Length - 1).All(layer =>
                    layer.Nonlinearity is ActivationFunction { HomogeneousSlope: not null and not 1 }));
    }

    /// <summary>
    /// Weights that are as good as nothing, where every step has a length of its own: the biases of the last layer have a gradient at
    /// once, its weights as soon as biases give them something to see, and so layer by layer back to the first.
    /// </summary>
    private static SignalNetwork Pulled(SignalNetwork network, IReadOnlyList<ForwardSignal> forward)
    {
        SignalOptimizer optimizer = network.Optimizer;
        int[] hidden = [.. Enumerable.Range(0, network.Layers.Count - 1).Where(i => network.Layers[i].HasWeights)];
        bool arePulled = optimizer is { IsAdaptive: true, Accumulates: false, ClipNorm: 0, Epsilon: <= SignalOptimizer.LargestUsualEpsilon }
            && hidden.Length > 0 && optimizer.Travel(network.Steps) >= FarEnough
            && hidden.All(i => network.Layers[i] is { WeightVariance: > 0, BatchNorm: null, BiasMean: 0 })
            && (HaveFaded() || AreNothing());
        return !arePulled
            ? network
            : network with
            {
                Layers = [.. network.Layers.Select(layer => layer.HasWeights && layer.WeightVariance > 0
                    ? layer with { WeightVariance = Math.Max(layer.WeightVariance, 1 / layer.EffectiveFanIn) }
                    : layer)],
            };

        bool HaveFaded() => hidden.Length <= MostFaded && forward[hidden[hidden.Length - 1]].Output.Square < Faded
            && hidden.All(i => network.Layers[i] is { IsBounded: false } layer
                && (!layer.Nonlinearity.CanDie || layer.WeightVariance * layer.EffectiveFanIn >= AsGoodAsNothing));

        bool AreNothing() => hidden.Length <= MostPulled && hidden.All(i => network.Layers[i] is { } layer
            && layer.WeightVariance * layer.EffectiveFanIn < AsGoodAsNothing
            && !layer.Nonlinearity.CanDie && forward[i].Output.SlopeSquare > LeastSlopeSquare);
    }

    /// <summary>
    /// Weights before batch norm have no scale: first steps throw those that are small to a length at which they turn by 1 / sqrt(2 t)
    /// in step t, whatever they were (van Laarhoven 2017).
    /// </summary>
    private static SignalNetwork Grown(SignalNetwork network, IReadOnlyList<ForwardSignal> forward)
    {
        bool[] areSmall = [.. network.Layers.Select(layer =>
            layer is { HasWeights: true, BatchNorm: not null, WeightVariance: > 0 }
            && layer.WeightVariance < 1 / layer.EffectiveFanIn)];
        double left = 1;
        for (int i = 0; i < areSmall.Length; i++)
            left *= areSmall[i] ? forward[i].SumDistance / (forward[i].SumDistance + network.Layers[i].BatchNorm!.Epsilon) : 1;
        return left < LeastLeft || !areSmall.Contains(true)
            ? network
            : network with
            {
                Layers = [.. network.Layers.Select((layer, i) =>
                    areSmall[i] ? layer with { WeightVariance = 1 / layer.EffectiveFanIn } : layer)],
            };
    }

    /// <summary>
    /// Dropout in one or two hidden layers: where there are few classes a training averages the noise of more than half away, up to nine in
    /// ten. Of nine such networks with nothing else against them eight trained; of those beyond it two of two did not.
    /// </summary>
    private static SignalNetwork Averaged(SignalNetwork network)
    {
        const double least = 0.5, fewest = 0.1;
        return !network.TellsFewClasses || network.Layers.Count(layer => layer.HasWeights) > MostAveraged + 1
            ? network
            : network with
            {
                Layers = [.. network.Layers.Select(layer => layer.HasWeights && layer.Dropout is InvertedDropout { Keep: >= fewest and < least } dropout
                    ? layer with { Dropout = dropout with { Keep = least } }
                    : layer)],
            };
    }

    /// <summary>Answers that are dropped teach nothing, and the others what they would teach without it.</summary>
    private static SignalNetwork Answered(SignalNetwork network)
    {
        int last = network.Layers.Count - 1;
        while (last > 0 && !network.Layers[last].HasWeights)
            last--;
        return network.Layers.Skip(last).All(layer => layer.Dropout is null) || RegressionBounds.IsMisscaled(network)
            ? network
            : network with { Layers = [.. network.Layers.Select((layer, i) => i < last ? layer : layer with { Dropout = null })] };
    }

    /// <summary>
    /// Probabilities where the loss takes logits: the weights before them learn the same, with gradients that the slope of the
    /// second softmax or sigmoid makes smaller.
    /// </summary>
    private static SignalNetwork Logits(SignalNetwork network, IReadOnlyList<ForwardSignal> forward)
    {
        int last = network.Layers.Count - 1;
        if (!network.Loss.TellsClasses || last == 0
            || network.Layers[last] is not { HasWeights: false, BatchNorm: null, Dropout: null }
            || network.Layers[last - 1] is not
                { HasWeights: true, Nonlinearity: SoftmaxFunction or SigmoidFunction, Dropout: null } squeezed)
            return network;
        // a softmax that is sure of one draw is unsure of most others
        double outputs = network.Outputs;
        double even = squeezed.Nonlinearity is SoftmaxFunction ? LeastSlope * (outputs - 1) / outputs / outputs : 0;
        double slope = Math.Max(Math.Sqrt(forward[last - 1].Output.SlopeSquare), even);
        SignalOptimizer optimizer = network.Optimizer;
        return network with
        {
            Layers = [.. network.Layers.Take(last - 1), squeezed with { Nonlinearity = new LinearFunction() }],
            Optimizer = optimizer.IsAdaptive
                ? optimizer with { Epsilon = optimizer.Epsilon / Math.Max(slope, 1e-30) }
                : optimizer with { LearningRate = optimizer.LearningRate * slope },
        };
    }
}
