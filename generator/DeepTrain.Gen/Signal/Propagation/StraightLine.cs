using System;
using System.Linq;

namespace DeepTrain.Gen.Signal;

/// <summary>Regression without a hidden layer: one minimum, and a way there that can be worked out.</summary>
internal static class StraightLine
{
    // how well a line does is the data's, so s is not far from 0
    private const double Likely = 1.5;

    // that it does not come to rest, or does not get there, is the declaration's
    private const double Lost = -4;

    // what an adaptive optimizer's last steps leave of the targets' deviation, for one that trains and one that does not
    private const double Rest = 0.5, NoRest = 2;

    // the way in deviations, or in times in which an error falls to a third, for the same two
    private const double Enough = 3, TooLittle = 0.1;

    // a part of the longest stable step
    private const double Safe = 0.5;

    /// <summary>s, or what is known better of a straight line.</summary>
    public static double Corrected(double score, SignalNetwork network)
    {
        SignalLayer[] weighted = network.Layers.Where(layer => layer.HasWeights).ToArray();
        if (weighted.Length != 1 || network.Layers.Any(layer => layer.Dropout is not null || layer.BatchNorm is not null)
            || network.Loss is not RegressionLossSignal { Targets: { } targets })
            return score;
        (double unrest, double way) = network.Optimizer.IsAdaptive
            ? Adaptive(network, weighted[0], targets)
            : Descent(network, weighted[0]);
        return unrest <= Rest && way >= Enough ? Math.Max(score, Likely)
            : unrest > NoRest || way < TooLittle ? Math.Min(score, Lost)
            : score;
    }

    // every weight moves by the rate, however small its gradient has become
    private static (double Unrest, double Way) Adaptive(SignalNetwork network, SignalLayer line, TargetMoments targets)
    {
        SignalOptimizer optimizer = network.Optimizer;
        double length = Math.Sqrt(line.EffectiveFanIn * network.InputSquare), deviation = Math.Sqrt(targets.Variance);
        double ofStep = optimizer.LearningRate / (1 - optimizer.Momentum) * length / deviation;
        // a sum that grows for ever shortens the last steps
        double last = optimizer.Accumulates ? ofStep / Math.Sqrt(network.Steps) : ofStep;
        return (last, optimizer.Travel(network.Steps) * length / (Math.Abs(targets.Mean) + deviation));
    }

    // the largest curvature is that of a mean which all inputs share, the least that of what varies
    private static (double Unrest, double Way) Descent(SignalNetwork network, SignalLayer line)
    {
        SignalOptimizer optimizer = network.Optimizer;
        double curvature = network.Loss.Curvature(network.Outputs);
        double varying = network.InputSquare * (1 - network.InputCorrelation);
        double largest = curvature * (line.EffectiveFanIn * network.InputSquare * network.InputCorrelation + varying);
        double stability = optimizer.LearningRate * largest / (2 * (1 + optimizer.Momentum));
        return (stability / Safe * Rest, optimizer.Travel(network.Steps) * curvature * varying);
    }
}
