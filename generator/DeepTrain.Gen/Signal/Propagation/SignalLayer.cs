using System;
using DeepTrain.Gen.Signal.Functions;

namespace DeepTrain.Gen.Signal;

/// <summary>
/// One weight layer and what follows it up to the next: batch norm, the nonlinearity, dropout. The last layer of a network
/// is its output.
/// </summary>
internal sealed record SignalLayer
{
    /// <summary>Whether the weights are there to learn: false for a passage, which only hands on what it is given.</summary>
    public bool HasWeights { get; init; } = true;

    /// <summary>Outputs of the nonlinearity, over all positions of a feature map.</summary>
    public int Units { get; init; }

    /// <summary>Inputs to one unit: of a convolution, kernel^2 times channels.</summary>
    public double FanIn { get; init; }

    /// <summary>The share of a convolution's taps that lie inside the padded border, averaged over positions.</summary>
    public double TapShare { get; init; } = 1;

    /// <summary>Filters of a convolution, each shared by all positions; 0 where every unit has weights of its own.</summary>
    public int Filters { get; init; }

    /// <summary>The windows of a convolution in a column of its input; null where every unit sees all inputs.</summary>
    public SignalWindows? Vertical { get; init; }

    /// <summary>The windows of a convolution in a line of its input.</summary>
    public SignalWindows? Horizontal { get; init; }

    /// <summary>The variance of one initial weight.</summary>
    public double WeightVariance { get; init; }

    public double BiasVariance { get; init; }

    public double BiasMean { get; init; }

    /// <summary>Weight decay of this layer alone, a part of its gradient.</summary>
    public double Decay { get; init; }

    /// <summary>The greatest norm of one unit's weights; 0 where there is none.</summary>
    public double MaxNorm { get; init; }

    public SignalBatchNorm? BatchNorm { get; init; }

    public Nonlinearity Nonlinearity { get; init; } = new LinearFunction();

    /// <summary>Pooling of the nonlinearity's outputs, before dropout.</summary>
    public SignalPooling? Pooling { get; init; }

    /// <summary>What pooling leaves of the units; 0 without pooling.</summary>
    public int PooledUnits { get; init; }

    public SignalDropout? Dropout { get; init; }

    /// <summary>Outputs of the layer.</summary>
    public int OutputUnits => PooledUnits > 0 ? PooledUnits : Units;

    /// <summary>
    /// A layer without weights, for what has no place behind those of the layer before: batch norm after a nonlinearity.
    /// Random weights of gain 1 keep every moment that is propagated.
    /// </summary>
    public static SignalLayer Passage(int units) =>
        new() { Units = units, FanIn = units, WeightVariance = 1.0 / units, HasWeights = false };

    /// <summary>Whether the nonlinearity has two flat ends, as tanh and sigmoid have.</summary>
    public bool IsBounded => Nonlinearity is ActivationFunction { IsPointSymmetric: true, HomogeneousSlope: null };

    /// <summary>The inputs of one unit that carry signal.</summary>
    public double EffectiveFanIn => FanIn * TapShare;

    /// <summary>Numbers that the layer is given.</summary>
    public double Inputs => Vertical is { } vertical && Horizontal is { } horizontal
        ? FanIn / (vertical.Kernel * horizontal.Kernel) * vertical.Size * horizontal.Size
        : FanIn;

    /// <summary>Places of a feature map; 1 of features.</summary>
    public int Places => Filters > 0 ? Units / Filters : 1;

    /// <summary>
    /// Units that do not repeat each other: the filters of a convolution at windows that do not overlap.
    /// </summary>
    public double DistinctUnits => Vertical is { } vertical && Horizontal is { } horizontal
        ? Filters * Math.Max(1, Places / ((double)vertical.Kernel * horizontal.Kernel))
        : Units;

    /// <summary>Distinct weights, biases left out.</summary>
    public double WeightCount => FanIn * IndependentUnits * Nonlinearity.Pieces;

    /// <summary>Units with weights of their own.</summary>
    public int IndependentUnits => Filters > 0 ? Filters : Units;
}

/// <summary>Batch norm at initialisation: it makes every sum N(beta, gamma^2) over a batch.</summary>
internal sealed record SignalBatchNorm(double Gamma = 1, double Beta = 0, double Epsilon = 1e-5);
