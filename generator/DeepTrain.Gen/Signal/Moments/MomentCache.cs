using System;
using System.Collections.Generic;

namespace DeepTrain.Gen.Signal;

/// <summary>
/// Expectations already computed. Deep networks reach a fixed point and then ask for the same ones in every layer.
/// </summary>
internal sealed class MomentCache
{
    private readonly Dictionary<(Nonlinearity, double, double), UnitMoments> moments = [];
    private readonly Dictionary<(Nonlinearity, double, double, double), PairMoments> distances = [];

    public UnitMoments Moments(Nonlinearity phi, double q, double m)
    {
        (Nonlinearity, double, double) key = (phi, q, m);
        if (!moments.TryGetValue(key, out UnitMoments? result))
            moments.Add(key, result = phi.Moments(q, m));
        return result;
    }

    public PairMoments Distance(Nonlinearity phi, double q, double d, double m)
    {
        // two inputs cannot be further apart than opposite
        d = Math.Min(d, 2 * q);
        if (!(d > 0))
            return default;
        (Nonlinearity, double, double, double) key = (phi, q, d, m);
        if (!distances.TryGetValue(key, out PairMoments result))
            distances.Add(key, result = phi.Distance(q, d, m));
        return result;
    }
}
