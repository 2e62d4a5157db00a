using System;
using System.Collections.Generic;
using System.Linq;

namespace DeepTrain.Gen.Signal;

/// <summary>Whether a network will train, in one number, and the parts it is made of.</summary>
internal sealed record TrainabilityScore
{
    /// <summary>
    /// s: the natural logarithm of the odds that training succeeds, less a little caution. Below 0 it is expected to fail.
    /// </summary>
    public double Score { get; init; }

    /// <summary>R: the step of SGD against the longest stable one; 0 for adaptive optimizers.</summary>
    public double Stability { get; init; }

    /// <summary>
    /// The longest stable learning rate of SGD, 2 (1 + momentum) / curvature; infinite where nothing moves.
    /// </summary>
    public double StableRate { get; init; }

    /// <summary>Q: how far the function moves towards the classes.</summary>
    public double Distance { get; init; }

    /// <summary>nu: what dropout adds to the output, against what tells classes apart.</summary>
    public double Noise { get; init; }

    /// <summary>Variance of one network output.</summary>
    public double OutputVariance { get; init; }

    /// <summary>e_K: the mean square of the loss gradient at the outputs, summed over them.</summary>
    public double ErrorSquare { get; init; }

    /// <summary>lambda of each layer: how fast gradient flow separates the classes through it.</summary>
    public IReadOnlyList<double> Rates { get; init; } = Array.Empty<double>();

    /// <summary>Root mean square gradient of each layer's weights, for a batch.</summary>
    public IReadOnlyList<double> WeightGradients { get; init; } = Array.Empty<double>();

    /// <summary>The verdict.</summary>
    public bool Fails { get; init; }

    public static TrainabilityScore Compute(
        SignalNetwork network, IReadOnlyList<ForwardSignal> forward, IReadOnlyList<BackwardSignal> backward,
        TrainabilityModel model)
    {
        int count = forward.Count;
        ForwardSignal output = forward[count - 1];
        // a binary output separates two classes
        double classes = Math.Max(network.Outputs, 2);
        double error = network.Loss.ErrorSquare(output.Variance, network.Outputs);
        var rates = new double[count];
        var gradients = new double[count];
        double shared = 0;
        for (int i = 0; i < count; i++)
        {
            BackwardSignal b = backward[i];
            rates[i] = Math.Max(b.KernelGap, 0) / classes;
            gradients[i] = Math.Sqrt(error * (b.Kernel / network.Batch + rates[i]) / network.Layers[i].WeightCount);
            shared += Math.Max(b.SharedKernel, 0);
        }

        SignalOptimizer optimizer = network.Optimizer;
        double distance = Reach(optimizer, network.Steps, rates, gradients);
        double noise = output.MaskDistance > 0
            ? output.MaskDistance / Math.Max(output.Distance - output.ClassDistance, 1e-300)
            : 0;
        double ceiling = 2 * (1 + optimizer.Momentum) * classes / (shared + rates.Sum());
        double stability = optimizer.IsAdaptive ? 0 : optimizer.LearningRate / ceiling;
        var known = new TrainabilityScore
        {
            Stability = stability,
            StableRate = ceiling,
            Distance = distance,
            Noise = noise,
            OutputVariance = output.Variance,
            ErrorSquare = error,
            Rates = rates,
            WeightGradients = gradients,
        };
        double score = model.Score(network, forward, backward, known);
        bool fails = score < 0 || stability > model.UnstableRatio || output.Variance > TrainabilityModel.OverflowVariance;
        return known with { Score = score, Fails = fails };
    }

    /// <summary>How far steps at these rates, one for each layer, move the function.</summary>
    public static double Reach(
        SignalOptimizer optimizer, int steps, IReadOnlyList<double> rates, IReadOnlyList<double> gradients)
    {
        if (!optimizer.IsAdaptive)
            return optimizer.Travel(steps) * rates.Sum();
        // an adaptive step moves every weight by the learning rate whatever its gradient, down to epsilon
        double sum = 0;
        for (int i = 0; i < rates.Count; i++)
            sum += rates[i] / (gradients[i] + optimizer.Epsilon);
        return optimizer.Travel(steps) * sum;
    }
}
