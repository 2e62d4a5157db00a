using System;
using System.Collections.Generic;
using System.Linq;

namespace DeepTrain.Gen.Signal;

/// <summary>
/// The signal in one layer on its way forward. A distance is half the mean square of the difference of two signals, per
/// unit: of different inputs, of two inputs of one class, of two dropout masks on one input.
/// </summary>
/// <remarks>Mean field theory: Poole et al. 2016, Schoenholz et al. 2017; dropout as in the latter's section 4.</remarks>
internal sealed record ForwardSignal
{
    private const double Nudge = 1e-3;

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

    /// <summary>Variance of what the nonlinearity sees behind a maximum of a window; without, <see cref="Variance"/>.</summary>
    public double LargestVariance { get; init; }

    /// <summary>Mean square after pooling.</summary>
    public double PooledSquare { get; init; }

    public double PooledMean { get; init; }

    /// <summary>Mean square of the layer's output, after dropout.</summary>
    public double LayerSquare { get; init; }

    public double LayerMean { get; init; }

    /// <summary>Loss of the slopes' agreement between different inputs.</summary>
    public double SlopeDistance { get; init; }

    public double SlopeClassDistance { get; init; }

    /// <summary>E phi'^2 where gradients pass: of a maximum, at what it takes.</summary>
    public double SlopeSquare { get; init; }

    /// <summary>The share of a convolution's taps that carry signal: zeros lie around the image, and its border is fainter.</summary>
    public double TapShare { get; init; } = 1;

    /// <summary>How the mean square of the sums is spread over the places of a feature map.</summary>
    public PlaceProfile? Profile { get; init; }

    /// <summary>d log E phi'^2 / d log q, if the places differ.</summary>
    public double SlopeElasticity { get; init; }

    /// <summary>Correlation of the sums of two different inputs.</summary>
    public double Correlation => Variance > 0 ? 1 - Distance / Variance : 1;

    /// <summary>Standard deviation of the nonlinearity's output.</summary>
    public double OutputDeviation => Deviation(Output.Square, Output.Mean);

    /// <summary>Standard deviation after pooling.</summary>
    public double PooledDeviation => Deviation(PooledSquare, PooledMean);

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
        double distance = network.InputSquare * (1 - network.InputCorrelation);
        double classDistance = network.InputSquare * (1 - network.ClassCorrelation);
        var state = new SignalState(network.InputSquare, distance, classDistance, 0, distance, distance);
        double mean = 0;
        PlaceProfile? profile = null;
        // of pictures only batch norm, which measures a variance over all places, asks how unlike they are
        bool tellsPlaces = !network.HasPictures || network.Layers.Any(layer => layer.BatchNorm is not null);
        for (int i = 0; i < signals.Length; i++)
            signals[i] = Layer(network.Layers[i], network.HasPictures, tellsPlaces, ref state, ref mean, ref profile, cache);
        return signals;
    }

    private static double Deviation(double square, double mean) => Math.Sqrt(Math.Max(square - mean * mean, 0));

    private static ForwardSignal Layer(
        SignalLayer layer, bool ofPictures, bool tellsPlaces, ref SignalState input, ref double inputMean, ref PlaceProfile? profile,
        MomentCache cache)
    {
        double share = layer.TapShare, common = 1, near = 1;
        if (layer.Vertical is { } vertical && layer.Horizontal is { } horizontal)
        {
            if (tellsPlaces)
                common = vertical.CommonShare * horizontal.CommonShare / layer.TapShare;
            // of the pairs of a window two in three are neighbours in each direction
            if (!ofPictures)
                near = Math.Pow(vertical.NeighbourShare * horizontal.NeighbourShare / layer.TapShare, 2.0 / 3);
            profile = PlaceProfile.Of(profile, vertical.Size, horizontal.Size).Gather(vertical, horizontal, out share);
        }
        else if (layer.HasWeights)
        {
            profile = null;
        }

        double gain = layer.FanIn * share * layer.WeightVariance;
        SignalState sums = input.Scaled(gain);
        // features have no places; of what two places have in common they share what reaches both
        double square = sums.Square;
        sums = sums with
        {
            NearDistance = profile is null || ofPictures ? sums.Distance : square - near * (square - sums.NearDistance),
            FarDistance = profile is null || !tellsPlaces ? sums.Distance : square - common * (square - sums.FarDistance),
        };
        // a passage over feature maps hands on their mean: pools go on from it
        double kept = layer.HasWeights || profile is null ? 0 : inputMean, m = layer.BiasMean + kept;
        double q = sums.Square + layer.BiasVariance - kept * kept;
        double sumVariance = q, sumDistance = sums.FarDistance, normalisation = 1;
        if (layer.BatchNorm is { } batchNorm)
        {
            // the variance over a batch and all its places
            normalisation = batchNorm.Gamma * batchNorm.Gamma / (sums.FarDistance + batchNorm.Epsilon);
            q = sums.FarDistance * normalisation;
            sums = sums.Scaled(normalisation);
            m = batchNorm.Beta;
        }

        sums = sums with { Square = q };
        Nonlinearity phi = layer.Nonlinearity;
        UnitMoments output = cache.Moments(phi, q, m);
        double elasticity = 1, slopeElasticity = 0;
        if (profile is not null)
        {
            (elasticity, slopeElasticity) = Elasticities(phi, q, m, output, cache);
            output = Spread(output, profile, elasticity, slopeElasticity);
        }

        SignalState largest = sums;
        double shift = 0;
        if (layer.Pooling is { Averages: false } maximum)
            largest = maximum.Largest(sums, ofPictures, out shift);
        double centre = m + shift, q1 = largest.Square;
        UnitMoments taken = shift > 0 ? cache.Moments(phi, q1, centre) : output;
        if (shift > 0 && profile is not null)
            taken = Spread(taken, profile, elasticity, slopeElasticity);
        SignalState pooled = largest.Activated(phi, centre, cache) with { Square = taken.Square };
        if (profile is not null)
            pooled = pooled.Scaled(profile.Mean(elasticity)) with { Square = taken.Square };
        var result = new ForwardSignal
        {
            InputSquare = input.Square,
            InputDistance = input.Distance,
            InputClassDistance = input.ClassDistance,
            SumVariance = sumVariance,
            SumDistance = sumDistance,
            NormalisationGain = normalisation,
            Variance = q,
            Mean = m,
            Distance = sums.Distance,
            ClassDistance = sums.ClassDistance,
            MaskDistance = sums.MaskDistance,
            Output = output,
            SlopeSquare = taken.SlopeSquare,
            SlopeDistance = cache.Distance(phi, q1, largest.Distance, centre).Derivative,
            SlopeClassDistance = cache.Distance(phi, q1, largest.ClassDistance, centre).Derivative,
            SlopeElasticity = slopeElasticity,
            LargestVariance = q1,
            PooledMean = taken.Mean,
            TapShare = share,
            Profile = profile,
        };

        profile = profile?.To(elasticity);
        if (layer.Pooling is { } pooling)
        {
            if (pooling.Averages)
                pooled = pooling.Average(pooled, taken.Mean, ofPictures);
            if (pooling.Vertical is { } lines && pooling.Horizontal is { } columns)
                profile = PlaceProfile.Of(profile, lines.Size, columns.Size).Gather(lines, columns, out _);
        }

        inputMean = taken.Mean;
        input = pooled;
        if (layer.Dropout is { } dropout)
        {
            input = pooled.Masked(dropout, taken.Mean);
            inputMean = dropout.Mean(taken.Mean);
        }

        input = input.Bounded();
        return result with { PooledSquare = pooled.Square, LayerSquare = input.Square, LayerMean = inputMean };
    }

    // moments averaged over places that differ; to first order in the logarithm of their variance
    private static UnitMoments Spread(UnitMoments moments, PlaceProfile profile, double elasticity, double slopeElasticity)
    {
        double square = profile.Mean(elasticity);
        return moments with
        {
            Mean = moments.Mean * profile.Mean(elasticity / 2),
            Square = moments.Square * square,
            Fourth = moments.Fourth * square * square,
            SlopeSquare = moments.SlopeSquare * profile.Mean(slopeElasticity),
        };
    }

    private static (double Square, double Slope) Elasticities(
        Nonlinearity phi, double q, double m, UnitMoments moments, MomentCache cache)
    {
        if (!(q > 0 && moments.Square > 0))
            return (1, 0);
        if (m == 0 && phi is ActivationFunction { HomogeneousSlope: not null })
            return (1, 0);
        UnitMoments nudged = cache.Moments(phi, q * (1 + Nudge), m);
        double slope = moments.SlopeSquare > 0 ? (nudged.SlopeSquare / moments.SlopeSquare - 1) / Nudge : 0;
        return ((nudged.Square / moments.Square - 1) / Nudge, slope);
    }
}
