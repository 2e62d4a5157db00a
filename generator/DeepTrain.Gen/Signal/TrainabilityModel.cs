using System;
using System.Collections.Generic;
using System.Linq;

namespace DeepTrain.Gen.Signal;

/// <summary>
/// The numbers in the score that no theory gives. They were fitted to trainings: <see cref="Reference"/> elsewhere, to 400
/// networks on one task; <see cref="Fitted"/> to those and to the tuning networks of <c>predictor --seed tune-1</c> in
/// tests/DeepTrain.Benchmarks, of all three tasks, by logistic regression for each family of optimizers. Its last verb tells how
/// they do on networks that were drawn after they had been fixed.
/// </summary>
internal sealed record TrainabilityModel
{
    /// <summary>The published formula, for comparison with its reference implementation.</summary>
    public static readonly TrainabilityModel Reference = new()
    {
        Sgd = new TrainabilityWeights { Threshold = -1.6, Noise = 2.5 },
        Adaptive = new TrainabilityWeights { Threshold = -1.0, Noise = 2.5 },
        UnstableRatio = 5,
    };

    /// <summary>What diagnostics go by.</summary>
    public static readonly TrainabilityModel Fitted = new()
    {
        Sgd = new TrainabilityWeights
        {
            Threshold = -1.8, Noise = 1.9, Width = 0.5, Likeness = 0.5, Sureness = 1.75, NormalisedDepth = 0.5,
        },
        Adaptive = new TrainabilityWeights
        {
            Threshold = -3.6, Noise = 2.3, Width = 1.3, Likeness = 0.75, Sureness = 1.05, NormalisedDepth = 1, Rate = 1.5,
        },
        // up to twice the stable step a network leaps out of its valley and lands in a flatter one (Lewkowycz et al. 2020)
        UnstableRatio = 2,
    };

    public TrainabilityWeights Sgd { get; init; } = new();

    public TrainabilityWeights Adaptive { get; init; } = new();

    /// <summary>R above which SGD diverges.</summary>
    public double UnstableRatio { get; init; }

    public TrainabilityWeights Of(SignalOptimizer optimizer) => optimizer.IsAdaptive ? Adaptive : Sgd;
}

/// <summary>What is taken from, or added to, the decades of distance that a training covers.</summary>
internal sealed record TrainabilityWeights
{
    // where trainings were measured; beyond, width is taken to matter no more
    private const double LeastWidth = 16, UsualWidth = 64, GreatestWidth = 256;
    private const double LeastDistance = 1e-5;
    private const double UsualTravel = 0.8;
    private const int UsualNormalisedDepth = 10;
    private const double SureVariance = 10;

    /// <summary>theta: the decades that suffice.</summary>
    public double Threshold { get; init; }

    /// <summary>For a decade of dropout noise in an average over the last hidden layer.</summary>
    public double Noise { get; init; }

    /// <summary>For a doubling of the hidden layers: narrow ones stray further from the mean field, and hold less.</summary>
    public double Width { get; init; }

    /// <summary>For a decade by which the outputs of two inputs are more alike than different.</summary>
    public double Likeness { get; init; }

    /// <summary>For a decade of output variance above 10: what the init claims must be unlearned first.</summary>
    public double Sureness { get; init; }

    /// <summary>For ten layers of batch norm above ten, each of which adds noise of its batch.</summary>
    public double NormalisedDepth { get; init; }

    /// <summary>For a decade of step length above 1e-3, besides what the distance grows by.</summary>
    public double Rate { get; init; }

    /// <summary>The decades left over: s.</summary>
    public double Score(SignalNetwork network, ForwardSignal output, double distance, double noise)
    {
        IReadOnlyList<SignalLayer> layers = network.Layers;
        int hidden = layers.Count - 1;
        double last = hidden > 0 ? layers[hidden - 1].Units : layers[0].FanIn;
        double score = Math.Log10(Math.Max(distance, 1e-300)) - Noise * Math.Log10(1 + 16 * noise / last) - Threshold;
        double width = hidden > 0 ? hidden / layers.Take(hidden).Sum(layer => 1.0 / layer.Units) : UsualWidth;
        score += Width * Math.Log(Clamp(width, LeastWidth, GreatestWidth) / UsualWidth, 2);
        if (output.Variance > 0)
            score += Likeness * Math.Log10(Clamp(output.Distance / output.Variance, LeastDistance, 1));
        score -= Sureness * Math.Log10(1 + output.Variance / SureVariance);
        int normalised = layers.Count(layer => layer.BatchNorm is not null);
        score -= NormalisedDepth * Math.Max(normalised - UsualNormalisedDepth, 0) / 10.0;
        double travel = Math.Max(network.Optimizer.Travel(network.Steps), 1e-300);
        return score + Rate * Clamp(Math.Log10(travel / UsualTravel), -2, 2);
    }

    private static double Clamp(double value, double least, double greatest) => Math.Min(Math.Max(value, least), greatest);
}
