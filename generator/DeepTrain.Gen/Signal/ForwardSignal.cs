using System;
using System.Collections.Generic;

namespace DeepTrain.Gen.Signal;

/// <summary>
/// The signal in one layer on its way forward. A distance is half the mean square of the difference of two signals, per
/// unit: of different inputs, of two inputs of one class, of two dropout masks on one input.
/// </summary>
/// <remarks>Mean field theory: Poole et al. 2016, Schoenholz et al. 2017; dropout as in the latter's section 4.</remarks>
internal sealed record ForwardSignal
{
    /// <summary>Mean square of the layer's inputs, dropout included.</summary>
    public double InputSquare { get; init; }

    public double InputDistance { get; init; }

    public double InputClassDistance { get; init; }

    /// <summary>Variance over units of the weighted sums, before batch norm.</summary>
    public double SumVariance { get; init; }

    /// <summary>Their distance: what batch norm sees as the variance of a batch.</summary>
    public double SumDistance { get; init; }

    /// <summary>gamma^2 / (variance + epsilon) of batch norm; 1 without.</summary>
    public double NormalisationGain { get; init; } = 1;

    /// <summary>Variance of what the nonlinearity sees.</summary>
    public double Variance { get; init; }

    /// <summary>Mean of what the nonlinearity sees.</summary>
    public double Mean { get; init; }

    public double Distance { get; init; }

    public double ClassDistance { get; init; }

    public double MaskDistance { get; init; }

    /// <summary>Moments of the nonlinearity's output, before dropout.</summary>
    public UnitMoments Output { get; init; } = new(0, 0, 0, 0, 0);

    /// <summary>Mean square after pooling.</summary>
    public double PooledSquare { get; init; }

    /// <summary>Mean square of the layer's output, after dropout.</summary>
    public double LayerSquare { get; init; }

    public double LayerMean { get; init; }

    /// <summary>Loss of the slopes' agreement between different inputs.</summary>
    public double SlopeDistance { get; init; }

    public double SlopeClassDistance { get; init; }

    /// <summary>Correlation of the sums of two different inputs.</summary>
    public double Correlation => Variance > 0 ? 1 - Distance / Variance : 1;

    /// <summary>Standard deviation of the nonlinearity's output.</summary>
    public double OutputDeviation => Deviation(Output.Square, Output.Mean);

    /// <summary>Standard deviation after pooling.</summary>
    public double PooledDeviation => Deviation(PooledSquare, Output.Mean);

    /// <summary>Standard deviation of the layer's output, after dropout.</summary>
    public double LayerDeviation => Deviation(LayerSquare, LayerMean);

    /// <summary>Excess of the fourth moment: what a finite width makes uncertain.</summary>
    public double Kurtosis
    {
        get
        {
            double square = Output.Square * Output.Square;
            return square > 0 && Output.Fourth < double.MaxValue ? Output.Fourth / square - 1 : 0;
        }
    }

    /// <summary>One signal for every layer of the network.</summary>
    public static IReadOnlyList<ForwardSignal> Propagate(SignalNetwork network, MomentCache cache)
    {
        var signals = new ForwardSignal[network.Layers.Count];
        var state = new SignalState(
            network.InputSquare,
            network.InputSquare * (1 - network.InputCorrelation),
            network.InputSquare * (1 - network.ClassCorrelation),
            0);
        for (int i = 0; i < signals.Length; i++)
            signals[i] = Layer(network.Layers[i], ref state, cache);
        return signals;
    }

    private static double Deviation(double square, double mean) => Math.Sqrt(Math.Max(square - mean * mean, 0));

    private static ForwardSignal Layer(SignalLayer layer, ref SignalState input, MomentCache cache)
    {
        double gain = layer.EffectiveFanIn * layer.WeightVariance;
        SignalState sums = input.Scaled(gain);
        double q = sums.Square + layer.BiasVariance, m = layer.BiasMean;
        double sumVariance = q, normalisation = 1;
        if (layer.BatchNorm is { } batchNorm)
        {
            double square = batchNorm.Gamma * batchNorm.Gamma, variance = sums.Distance + batchNorm.Epsilon;
            normalisation = square / variance;
            q = square * sums.Distance / variance;
            sums = new SignalState(
                q, q, square * sums.ClassDistance / variance, square * sums.MaskDistance / variance);
            m = batchNorm.Beta;
        }

        Nonlinearity phi = layer.Nonlinearity;
        UnitMoments output = cache.Moments(phi, q, m);
        PairMoments generic = cache.Distance(phi, q, sums.Distance, m);
        PairMoments sameClass = cache.Distance(phi, q, sums.ClassDistance, m);
        PairMoments masks = cache.Distance(phi, q, sums.MaskDistance, m);
        var result = new ForwardSignal
        {
            InputSquare = input.Square,
            InputDistance = input.Distance,
            InputClassDistance = input.ClassDistance,
            SumVariance = sumVariance,
            SumDistance = input.Distance * gain,
            NormalisationGain = normalisation,
            Variance = q,
            Mean = m,
            Distance = sums.Distance,
            ClassDistance = sums.ClassDistance,
            MaskDistance = sums.MaskDistance,
            Output = output,
            SlopeDistance = generic.Derivative,
            SlopeClassDistance = sameClass.Derivative,
        };

        var pooled = new SignalState(output.Square, generic.Value, sameClass.Value, masks.Value);
        if (layer.Pooling is { } pooling)
        {
            double mean = output.Mean * output.Mean;
            pooled = pooled.Scaled(pooling.VarianceFactor) with
            {
                Square = mean + Math.Max(output.Square - mean, 0) * pooling.VarianceFactor,
            };
        }

        double layerMean = output.Mean;
        input = pooled;
        if (layer.Dropout is { } dropout)
        {
            input = pooled.Masked(dropout, output.Mean);
            layerMean = dropout.Mean(output.Mean);
        }

        input = input.Bounded();
        return result with { PooledSquare = pooled.Square, LayerSquare = input.Square, LayerMean = layerMean };
    }

    /// <summary>What one layer hands to the next.</summary>
    private readonly record struct SignalState(double Square, double Distance, double ClassDistance, double MaskDistance)
    {
        // beyond where float32 overflows (1e77), below where fourth powers of a double do
        private const double Ceiling = 1e140;

        public SignalState Scaled(double factor) =>
            new(Square * factor, Distance * factor, ClassDistance * factor, MaskDistance * factor);

        public SignalState Masked(SignalDropout dropout, double mean)
        {
            double factor = dropout.SharedFactor, added = dropout.Added(Square, mean);
            return new SignalState(
                dropout.Square(Square, mean),
                factor * Distance + added,
                factor * ClassDistance + added,
                factor * MaskDistance + added);
        }

        public SignalState Bounded() => Square > Ceiling ? Scaled(Ceiling / Square) : this;
    }
}
