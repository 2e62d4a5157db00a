using System;
using System.Collections.Generic;

namespace DeepTrain.Gen.Signal;

/// <summary>
/// A network with one hidden layer of tanh that reads from <see cref="Evidence"/> how likely a training is to succeed. It was
/// trained with this package (<c>predictor fit</c> in tests/DeepTrain.Benchmarks) on networks trained with this package.
/// </summary>
/// <param name="Means">What each number of the evidence is on average.</param>
/// <param name="Deviations">Its standard deviation; 0 where it was always the same.</param>
/// <param name="Hidden">The weights of each hidden unit, then its bias.</param>
/// <param name="Output">The output's weights, then its bias.</param>
internal sealed record Judge(double[] Means, double[] Deviations, double[][] Hidden, double[] Output)
{
    /// <summary>Beyond so many standard deviations nothing was seen, and nothing is taken to matter more.</summary>
    public const double Horizon = 3.5;

    /// <summary>The natural logarithm of the odds that a training succeeds.</summary>
    public double LogOdds(IReadOnlyList<double> evidence)
    {
        double sum = Output[Hidden.Length];
        for (int unit = 0; unit < Hidden.Length; unit++)
        {
            double[] weights = Hidden[unit];
            double z = weights[evidence.Count];
            for (int i = 0; i < evidence.Count; i++)
                z += weights[i] * Standardised(evidence[i], i);
            sum += Output[unit] * Math.Tanh(z);
        }

        return sum;
    }

    /// <summary>One number of the evidence as the judge sees it.</summary>
    public double Standardised(double value, int index) => Deviations[index] > 0
        ? Math.Min(Math.Max((value - Means[index]) / Deviations[index], -Horizon), Horizon)
        : 0;
}
