using System;
using System.Collections.Generic;
using System.Linq;

namespace DeepTrain.Gen.Signal;

/// <summary>What is known of a training before it begins, in the numbers that a <see cref="Judge"/> weighs.</summary>
internal static class Evidence
{
    /// <summary>How many numbers there are.</summary>
    public const int Count = 20;

    private const int BlurIndex = 7, DroppedIndex = 8;

    // what is left of the noise, in decades, where a line does; half of it told best who trains, on 700 networks of four kinds of tasks
    private const double BlurOfLine = 0.5;

    // what most trainings had that judges learned from
    private const double UsualWidth = 64, UsualClasses = 10, UsualAdaptiveTravel = 0.8, UsualSgdTravel = 80;

    // of a rectified network: its reach off a straight line against that along it, and its bend
    private const double UsualBentReach = 1, UsualBend = -0.7;

    // the deepest they had: deeper networks are as others that are narrower by as much, for what matters is depth over width
    // (Hanin and Nica 2020)
    public const int Deepest = 30;

    // the most they had; beyond, nothing is taken to matter more
    private const double GreatestSpaciousness = 3, GreatestBlur = 3;

    public static double[] Of(
        SignalNetwork network, IReadOnlyList<ForwardSignal> forward, IReadOnlyList<BackwardSignal> backward,
        TrainabilityScore known)
    {
        int last = forward.Count - 1;
        SignalOptimizer optimizer = network.Optimizer;
        ForwardSignal output = forward[last];
        // passages before, between and behind weights have no gradient
        int[] weighted = [.. Enumerable.Range(0, last + 1).Where(i => network.Layers[i].HasWeights)];
        int firstWeights = weighted.FirstOrDefault(), lastWeights = weighted.DefaultIfEmpty(last).Last();
        SignalLayer[] hidden = weighted.Take(weighted.Length - 1).Select(i => network.Layers[i]).ToArray();
        // a regression is taken to be as hard as the usual number of classes
        double classes = network.Loss.TellsClasses ? Math.Max(network.Outputs, 2) : UsualClasses;
        double travel = optimizer.Travel(network.Steps), step = travel / network.Steps;

        // the kernel's second difference over equal, alike and different inputs: 0 where the network is linear
        double[] bends = backward.Select(b => Math.Max(b.Kernel - 2 * b.KernelGap - b.SharedKernel, 0)).ToArray();
        double[] bentRates = bends.Select(bend => bend / Math.Max(network.Outputs, 2)).ToArray();
        double bentReach = TrainabilityScore.Reach(optimizer, network.Steps, bentRates, known.WeightGradients);
        double pull = Enumerable.Range(0, bends.Length)
            .Sum(i => Math.Sqrt(network.Layers[i].WeightCount * backward[i].Kernel));
        double throwOfStep = Log(step * pull, -12, 12);

        return
        [
            // how far the function moves towards the classes, and how far off a straight line
            Log(known.Distance, -12, 8),
            Log(bentReach, -12, 8),
            Log(bends.Sum() / Math.Max(backward.Sum(b => b.Kernel), 1e-300), -10, 1),
            // what inputs of different classes have to tell them apart at the output, and all inputs
            Log(Share(output.Distance - output.ClassDistance, output.Variance), -8, 0),
            Log(Share(output.Distance, output.Variance), -5, 0),
            // what the init claims must be unlearned first; what it does not say must be found
            Math.Log10(1 + output.Variance / 10),
            Math.Max(Log(output.Variance, -30, -1) + 1, -8),
            // dropout
            Math.Min(Blur(network, known.Noise), GreatestBlur),
            hidden.Length > 0 ? hidden.Average(layer => 1 - (layer.Dropout?.Keep ?? 1)) : 0,
            // shape: narrow layers stray further from the mean field, and hold less (the harmonic mean, for each strays by 1/n)
            hidden.Length > 0
                ? Log2(Math.Min(hidden.Length, Deepest) / hidden.Sum(layer => 1.0 / layer.DistinctUnits) / UsualWidth)
                : 0,
            Log2(1 + Math.Min(hidden.Length, Deepest)),
            hidden.Length > 0 ? hidden.Average(layer => layer.BatchNorm is null ? 0.0 : 1) : 0,
            // the gradient of the first layer against that of the last
            Log(known.WeightGradients[firstWeights] / Math.Max(known.WeightGradients[lastWeights], 1e-300), -12, 12),
            // how much of a layer is deaf
            last > 0 ? forward.Take(last).Max(f => f.Output.Saturated) : 0,
            // a step against the weights; all steps against what is usual
            RelativeStep(network, known, step),
            Log(travel / (optimizer.IsAdaptive ? UsualAdaptiveTravel : UsualSgdTravel), -3, 2),
            // the task: many inputs for a class make points easy to separate (Cover 1965), few classes easy to guess
            Math.Min(Math.Max(Log2(network.Layers[0].Inputs / classes), 0), GreatestSpaciousness),
            Log2(UsualClasses / Math.Min(classes, UsualClasses)),
            // how far a step throws the outputs if all weights pull together, and against what they are; or how far from stable
            optimizer.IsAdaptive ? throwOfStep : Log(known.Stability, -4, 4),
            optimizer.IsAdaptive ? throwOfStep - Log(output.Variance, -2, 30) / 2 : optimizer.Momentum > 0 ? 0 : 1,
        ];
    }

    /// <summary>
    /// The same evidence for tasks of which a straight line does most: how far a network bends is not asked, and dropout is more of a
    /// penalty on its weights (Wager et al. 2013) than noise.
    /// </summary>
    public static double[] OfLine(IReadOnlyList<double> evidence) => AsIfBent(evidence, BlurOfLine);

    /// <summary>The same evidence of a network that is a straight line itself: there dropout is nothing but a penalty.</summary>
    public static double[] OfLinear(IReadOnlyList<double> evidence)
    {
        double[] linear = AsIfBent(evidence, 0);
        linear[DroppedIndex] = 0;
        return linear;
    }

    private static double[] AsIfBent(IReadOnlyList<double> evidence, double blur)
    {
        double[] bent = [.. evidence];
        (bent[1], bent[2]) = (Math.Min(bent[0] + UsualBentReach, 8), UsualBend);
        bent[BlurIndex] *= blur;
        return bent;
    }

    /// <summary>Dropout noise, in decades, that is left in an average over the last hidden layer.</summary>
    public static double Blur(SignalNetwork network, double noise)
    {
        int last = network.Layers.Count - 1;
        // a passage behind the last weights is as wide as the outputs
        while (last > 1 && !network.Layers[last].HasWeights)
            last--;
        double width = last > 0 ? network.Layers[last - 1].OutputUnits : network.Layers[0].FanIn;
        return Math.Log10(1 + 16 * noise / width);
    }

    // what one step changes of a weight against its deviation: of most layers, if all steps are equal, else of the worst
    private static double RelativeStep(SignalNetwork network, TrainabilityScore known, double step)
    {
        IReadOnlyList<SignalLayer> layers = network.Layers;
        if (!network.Optimizer.IsAdaptive)
            return Log(Enumerable.Range(0, layers.Count).Max(i =>
                network.Optimizer.LearningRate * known.WeightGradients[i] / Deviation(layers[i])), -8, 3);
        SignalLayer[] weighted = layers.Where(layer => layer.HasWeights).ToArray();
        double[] deviations = weighted.Skip(weighted.Length > 1 ? 1 : 0)
            .Select(Deviation).DefaultIfEmpty(1).OrderBy(x => x).ToArray();
        double median = (deviations[(deviations.Length - 1) / 2] + deviations[deviations.Length / 2]) / 2;
        return Log(step / median, -5, 1);
    }

    private static double Deviation(SignalLayer layer) => Math.Sqrt(Math.Max(layer.WeightVariance, 1e-12));

    private static double Share(double part, double whole) => whole > 0 ? part / whole : 1;

    private static double Log(double value, double least, double greatest) => value > 0
        ? Math.Min(Math.Max(Math.Log10(value), least), greatest)
        : least;

    private static double Log2(double value) => Math.Log(value) / Math.Log(2);
}
