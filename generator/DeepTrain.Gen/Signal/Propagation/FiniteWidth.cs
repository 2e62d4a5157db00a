using System;
using System.Collections.Generic;

namespace DeepTrain.Gen.Signal;

/// <summary>
/// How far one random draw of a network strays from the mean field, because its layers are not infinitely wide.
/// </summary>
/// <remarks>
/// The log of the mean square takes a random step of variance kappa / n per layer, which later layers pass on by their
/// elasticity d log A / d log q (Hanin and Nica 2020, for products of random layers). Batch norm measures and so forgets it.
/// </remarks>
internal static class FiniteWidth
{
    private const double Step = 1e-3;
    private const double Quantile95 = 1.64;

    /// <summary>The variance of the log of the mean square after each hidden layer.</summary>
    public static IReadOnlyList<double> LogVariances(
        SignalNetwork network, IReadOnlyList<ForwardSignal> forward, MomentCache cache)
    {
        var variances = new double[Math.Max(forward.Count - 1, 0)];
        double v = 0;
        for (int i = 0; i < variances.Length; i++)
        {
            ForwardSignal f = forward[i];
            SignalLayer layer = network.Layers[i];
            double elasticity = Elasticity(layer, f, cache);
            if (layer.BatchNorm is not null)
                v = 0;
            // a passage draws no weights
            double drawn = layer.HasWeights ? f.Kurtosis / layer.IndependentUnits : 0;
            variances[i] = v = v * elasticity * elasticity + drawn;
        }

        return variances;
    }

    /// <summary>The factor that a mean square exceeds, or falls below, in one draw of twenty each.</summary>
    public static double Band(double logVariance) => Math.Exp(Quantile95 * Math.Sqrt(logVariance));

    /// <summary>d log E phi^2 / d log q.</summary>
    public static double Elasticity(SignalLayer layer, ForwardSignal f, MomentCache cache)
    {
        if (!(f.Variance > 0 && f.Output.Square > 0))
            return 1;
        double nudged = cache.Moments(layer.Nonlinearity, f.Variance * (1 + Step), f.Mean).Square;
        return (nudged / cache.Moments(layer.Nonlinearity, f.Variance, f.Mean).Square - 1) / Step;
    }
}
