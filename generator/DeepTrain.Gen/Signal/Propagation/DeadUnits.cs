using System;

namespace DeepTrain.Gen.Signal;

/// <summary>Units that answer 0 to every sample and so never learn.</summary>
internal static class DeadUnits
{
    /// <summary>
    /// The share of units dead at initialisation: over units, the mean sum is N(m, q - d), and each sample adds N(0, d) to
    /// it.
    /// </summary>
    public static double Share(Nonlinearity phi, ForwardSignal signal, int samples = 1000)
    {
        if (!phi.CanDie)
            return 0;
        double m = signal.Mean, d = signal.Distance;
        if (!(d > 0))
            return m == 0 ? 0.5 : m < 0 ? 1 : 0;
        double offset = Math.Sqrt(Math.Max(signal.Variance - d, 0)), scale = Math.Sqrt(2 * d), share = 0;
        GaussianRule rule = GaussianRule.Create(1, 0, GaussLegendre.Fine);
        for (int i = 0; i < rule.Points.Length; i++)
        {
            double silent = 0.5 * SpecialFunctions.Erfc((m + offset * rule.Points[i]) / scale);
            share += rule.Weights[i] * Math.Pow(silent, samples);
        }

        return share;
    }
}
