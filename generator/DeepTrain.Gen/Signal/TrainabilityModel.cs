using System;
using System.Collections.Generic;
using System.Linq;

namespace DeepTrain.Gen.Signal;

/// <summary>The numbers in the score that no theory gives: they were fitted to trainings.</summary>
internal sealed record TrainabilityModel
{
    /// <summary>The formula of the reference implementation, fitted to the 400 networks of calibration.jsonl.</summary>
    public static readonly TrainabilityModel Reference = new()
    {
        Sgd = new TrainabilityWeights { Threshold = -1.6, Noise = 2.5 },
        Adaptive = new TrainabilityWeights { Threshold = -1.0, Noise = 2.5 },
        UnstableRatio = 5,
    };

    /// <summary>What diagnostics go by.</summary>
    /// <remarks>
    /// By logistic regression, for each family of optimizers, on those 400 and on 1,384 more that the bench drew with its
    /// tuning seeds (<c>predictor score</c> in tests/DeepTrain.Benchmarks): 400, 200 and 384 of the mixture with
    /// <c>tune-1</c>, <c>tune-2</c> and <c>tune-3</c>, and 200 of each other task with <c>tune-1</c>. Coefficients are divided
    /// by that of log10 Q, so that s stays a number of decades; both thresholds ask for 0.4 more than fitted, to tell more of the failures.
    /// </remarks>
    public static readonly TrainabilityModel Fitted = new()
    {
        Sgd = new TrainabilityWeights
        {
            Threshold = -1.5, Noise = 1.3, NoiseInSpace = 0.22, GreatestNoise = 3, Width = 0.5, Likeness = 0.6,
            Sureness = 2.05, FewClasses = 0.5, NormalisedDepth = 0.1,
        },
        Adaptive = new TrainabilityWeights
        {
            Threshold = -3.5, Noise = 1.6, GreatestNoise = 3, Dropping = 3.7, Width = 1.0, Likeness = 1.05, Sureness = 0.93,
            Spaciousness = 1.2, FewClasses = 0.6, NormalisedDepth = 0.3, Rate = 2.1,
        },
        // steps a few times too long leap out of a valley into a flatter one (Lewkowycz et al. 2020)
        UnstableRatio = 5,
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
    // where trainings were measured; beyond, nothing is taken to matter more
    private const double LeastWidth = 16, UsualWidth = 64, GreatestWidth = 256;
    private const double UsualClasses = 10, GreatestSpaciousness = 3;
    private const double LeastLikeness = 1e-5;
    private const double SureVariance = 10;
    private const double UsualTravel = 0.8;
    private const int UsualNormalisedDepth = 10;

    /// <summary>theta: the decades that suffice.</summary>
    public double Threshold { get; init; }

    /// <summary>For a decade of dropout noise in an average over the last hidden layer.</summary>
    public double Noise { get; init; }

    /// <summary>By how much <see cref="Noise"/> matters less where <see cref="Spaciousness"/> counts.</summary>
    public double NoiseInSpace { get; init; }

    /// <summary>The most that noise can take, in decades before its weight; without end if 0.</summary>
    public double GreatestNoise { get; init; }

    /// <summary>For a mean rate of dropout of 1.</summary>
    public double Dropping { get; init; }

    /// <summary>
    /// For a doubling of the hidden layers' units for each class: narrow ones stray further from the mean field, and hold
    /// less.
    /// </summary>
    public double Width { get; init; }

    /// <summary>For a decade by which the outputs of two inputs are more alike than different.</summary>
    public double Likeness { get; init; }

    /// <summary>For a decade of output variance above 10: what the init claims must be unlearned first.</summary>
    public double Sureness { get; init; }

    /// <summary>For a doubling of inputs for each class: many dimensions make points easy to separate (Cover 1965).</summary>
    public double Spaciousness { get; init; }

    /// <summary>For half as many classes as ten.</summary>
    public double FewClasses { get; init; }

    /// <summary>For ten layers of batch norm above ten, each of which adds the noise of its batch.</summary>
    public double NormalisedDepth { get; init; }

    /// <summary>For a decade of step length above 1e-3, besides what the distance grows by.</summary>
    public double Rate { get; init; }

    /// <summary>The decades left over: s.</summary>
    public double Score(SignalNetwork network, ForwardSignal output, double distance, double noise)
    {
        SignalLayer[] hidden = network.Layers.Take(network.Layers.Count - 1).ToArray();
        double classes = Clamp(network.Outputs, 2, UsualClasses);
        double space = Clamp(Log2(network.Layers[0].FanIn / Math.Max(network.Outputs, 2)), 0, GreatestSpaciousness);
        double last = hidden.Length > 0 ? hidden[hidden.Length - 1].Units : network.Layers[0].FanIn;
        double blur = Math.Log10(1 + 16 * noise / last);
        if (GreatestNoise > 0)
            blur = Math.Min(blur, GreatestNoise);
        double reach = Math.Log10(Math.Max(distance, 1e-300));
        return reach - Threshold - (Noise - NoiseInSpace * space) * blur
            + Width * Log2(Clamp(MeanWidth(hidden) * UsualClasses / classes, LeastWidth, GreatestWidth) / UsualWidth)
            + Likeness * Math.Log10(Clamp(Difference(output), LeastLikeness, 1))
            - Sureness * Math.Log10(1 + output.Variance / SureVariance)
            + Spaciousness * space
            + FewClasses * Log2(UsualClasses / classes)
            - NormalisedDepth * Math.Max(hidden.Count(layer => layer.BatchNorm is not null) - UsualNormalisedDepth, 0) / 10
            - (hidden.Length > 0 ? Dropping * hidden.Average(layer => 1 - (layer.Dropout?.Keep ?? 1)) : 0)
            + Rate * Clamp(Math.Log10(network.Optimizer.Travel(network.Steps) / UsualTravel), -2, 2);
    }

    // the harmonic mean: what strays, strays by 1/n for each layer
    private static double MeanWidth(SignalLayer[] hidden) =>
        hidden.Length > 0 ? hidden.Length / hidden.Sum(layer => 1.0 / layer.Units) : UsualWidth;

    private static double Difference(ForwardSignal output) => output.Variance > 0 ? output.Distance / output.Variance : 1;

    private static double Log2(double x) => Math.Log(x) / Math.Log(2);

    private static double Clamp(double value, double least, double greatest) => Math.Min(Math.Max(value, least), greatest);
}
