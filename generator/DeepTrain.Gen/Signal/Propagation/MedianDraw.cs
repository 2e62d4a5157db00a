using System;
using System.Collections.Generic;
using System.Linq;

namespace DeepTrain.Gen.Signal;

/// <summary>
/// What an observer sees of the median draw of the weights, against the mean over all draws that the mean field predicts.
/// </summary>
/// <remarks>
/// A draw's mean square is a product of one random factor a layer, so its logarithm is nearly normal, with a variance V that
/// grows layer by layer (<see cref="FiniteWidth"/>). The median of such a square is exp(-V / 2) of its mean, and that of its
/// root exp(-V / 4). The square is also a mean over the rows of a batch, so V needs both the variance of one row's logarithm
/// and the covariance of two rows': one draw of the weights moves alike rows together.
/// </remarks>
internal sealed class MedianDraw
{
    // beyond, the factor is 1e-11 and more precision of no use
    private const double GreatestSpread = 100;

    private readonly Spread[] sums, activations, gradients, sumGradients;
    private readonly double[] sumCentring, activationCentring;
    private readonly MomentCache cache = new();
    private readonly int rows;
    private readonly int[] places;

    public MedianDraw(
        SignalNetwork network, IReadOnlyList<ForwardSignal> forward, IReadOnlyList<BackwardSignal> backward)
    {
        int count = forward.Count;
        rows = network.Batch;
        places = [.. network.Layers.Select(layer => layer.Places)];
        sums = new Spread[count];
        activations = new Spread[count];
        gradients = new Spread[count];
        sumGradients = new Spread[count];
        sumCentring = new double[count];
        activationCentring = new double[count];
        GoForward(network, forward);
        GoBackward(network, forward, backward);
    }

    /// <summary>Of the standard deviation of a layer's weighted sums.</summary>
    public double OfSums(int layer) => Factor(sums[layer], places[layer]) * sumCentring[layer];

    /// <summary>Of the standard deviation of a layer's outputs.</summary>
    public double OfActivations(int layer) => Factor(activations[layer], places[layer]) * activationCentring[layer];

    /// <summary>Of the root mean square gradient with respect to a layer's outputs.</summary>
    public double OfGradients(int layer) => Factor(gradients[layer], places[layer]);

    /// <summary>Of the root mean square gradient with respect to a layer's weighted sums.</summary>
    public double OfSumGradients(int layer) => Factor(sumGradients[layer], places[layer]);

    private void GoForward(SignalNetwork network, IReadOnlyList<ForwardSignal> forward)
    {
        var spread = new Spread(0, 0);
        for (int i = 0; i < forward.Count; i++)
        {
            SignalLayer layer = network.Layers[i];
            ForwardSignal f = forward[i];
            double alike = Share(f.SumVariance - f.SumDistance, f.SumVariance), units = DrawnUnits(layer);
            double fromInputs = Share(f.SumVariance - layer.BiasVariance, f.SumVariance);
            sums[i] = spread.Scaled(fromInputs * fromInputs).With(2 / units, 2 * alike * alike / units);
            sumCentring[i] = Centring(alike, units);

            // batch norm measures the spread of its sums and takes it away
            double elasticity = layer.BatchNorm is null ? fromInputs * FiniteWidth.Elasticity(layer, f, cache) : 0;
            double square = cache.Moments(layer.Nonlinearity, f.Variance, f.Mean).Square;
            square *= square;
            double one = layer.Nonlinearity.Squares(f.Variance, 0, f.Mean).Value;
            double two = layer.Nonlinearity.Squares(f.Variance, f.Distance, f.Mean).Value;
            activations[i] = spread = spread.Scaled(elasticity * elasticity)
                .With(Excess(one, square) / units, Excess(two, square) / units);
            double variance = f.LayerSquare - f.LayerMean * f.LayerMean;
            double distance = i + 1 < forward.Count ? forward[i + 1].InputDistance : f.Distance;
            activationCentring[i] = Centring(Share(variance - distance, variance), units);
        }
    }

    private void GoBackward(
        SignalNetwork network, IReadOnlyList<ForwardSignal> forward, IReadOnlyList<BackwardSignal> backward)
    {
        double directions = network.Loss.Directions(network.Outputs);
        var spread = new Spread(0, 0);
        for (int i = forward.Count - 2; i >= 0; i--)
        {
            SignalLayer layer = network.Layers[i];
            ForwardSignal f = forward[i];
            BackwardSignal above = backward[i + 1];
            double alike = Share(above.Sensitivity - above.SensitivityDistance, above.Sensitivity);
            // what arrives is Gaussian over units, a sum over the weights above: E g1^2 g2^2 for E g^2 = 1
            double one = 3, two = 1 + 2 * alike * alike / directions, units = layer.IndependentUnits;
            gradients[i] = spread.With((one - 1) / units, (two - 1) / units);

            double square = cache.Moments(layer.Nonlinearity, f.Variance, f.Mean).SlopeSquare;
            square *= square;
            // every row has a dropout mask of its own
            one *= layer.Nonlinearity.Squares(f.Variance, 0, f.Mean).Slope / (layer.Dropout?.Keep ?? 1);
            two *= layer.Nonlinearity.Squares(f.Variance, f.Distance, f.Mean).Slope;
            sumGradients[i] = spread = spread.With(Excess(one, square) / units, Excess(two, square) / units);
        }
    }

    // the mean over the rows of a batch of log-normal squares with mean 1: its mean square is exp(V)
    private double Factor(Spread spread, int placesOfRow)
    {
        // the places of an image count as rows: all see the same weights
        double count = (double)rows * placesOfRow;
        double own = Math.Exp(Math.Min(spread.Row, GreatestSpread)), common = Math.Exp(Math.Min(spread.Pair, GreatestSpread));
        return Math.Pow((own + (count - 1) * common) / count, -0.25);
    }

    // a deviation is measured from the mean over units and rows, which has the variance of few units that rows have in common
    private double Centring(double alike, double units) => Math.Sqrt(1 - (alike + (1 - alike) / rows) / units);

    // a passage draws no weights
    private static double DrawnUnits(SignalLayer layer) => layer.HasWeights ? layer.IndependentUnits : double.PositiveInfinity;

    private static double Share(double part, double whole) => whole > 0 ? Math.Min(Math.Max(part / whole, 0), 1) : 1;

    private static double Excess(double fourth, double square) =>
        square > 0 && fourth < double.MaxValue ? Math.Max(fourth / square - 1, 0) : 0;

    /// <summary>The variance of the logarithm of one row's mean square, and the covariance with another row's.</summary>
    private readonly record struct Spread(double Row, double Pair)
    {
        public Spread Scaled(double factor) => new(Row * factor, Pair * factor);

        /// <summary>One more factor, of this variance around its mean 1 and this covariance.</summary>
        public Spread With(double row, double pair) => new(Row + Math.Log(1 + row), Pair + Math.Log(1 + pair));
    }
}
