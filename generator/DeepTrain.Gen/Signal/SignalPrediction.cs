using System;
using System.Collections.Generic;

namespace DeepTrain.Gen.Signal;

/// <summary>Everything predicted about one network at initialisation.</summary>
internal sealed class SignalPrediction
{
    private readonly Lazy<double> initialLoss;
    private readonly Lazy<double> errorSquare;

    private SignalPrediction(SignalNetwork network, TrainabilityModel model)
    {
        var cache = new MomentCache();
        Network = network;
        Forward = ForwardSignal.Propagate(network, cache);
        Backward = BackwardSignal.Propagate(network, Forward);
        Trainability = TrainabilityScore.Compute(network, Forward, Backward, model);
        LogVariances = FiniteWidth.LogVariances(network, Forward, cache);
        initialLoss = new Lazy<double>(() => network.Loss.Initial(Trainability.OutputVariance, network.Outputs));
        errorSquare = new Lazy<double>(() => network.Loss.ExactErrorSquare(Trainability.OutputVariance, network.Outputs));
    }

    public SignalNetwork Network { get; }

    /// <summary>The signal of each layer on its way forward.</summary>
    public IReadOnlyList<ForwardSignal> Forward { get; }

    /// <summary>The signal of each layer on its way back.</summary>
    public IReadOnlyList<BackwardSignal> Backward { get; }

    public TrainabilityScore Trainability { get; }

    /// <summary>See <see cref="FiniteWidth.LogVariances"/>.</summary>
    public IReadOnlyList<double> LogVariances { get; }

    /// <summary>The expected loss before training.</summary>
    public double InitialLoss => initialLoss.Value;

    /// <summary>Predicts a network that has at least its output layer.</summary>
    public static SignalPrediction Predict(SignalNetwork network) => Predict(network, TrainabilityModel.Fitted);

    public static SignalPrediction Predict(SignalNetwork network, TrainabilityModel model) => new(network, model);

    /// <summary>
    /// The root mean square gradient of the mean loss of a batch, per unit, from a sensitivity summed over units.
    /// </summary>
    public double GradientDeviation(double sensitivity, double units) =>
        Math.Sqrt(errorSquare.Value * sensitivity / units) / Network.Batch;

    /// <summary>The share of a layer's units that are 0 for all of some samples.</summary>
    public double DeadShare(int layer, int samples = 1000) =>
        DeadUnits.Share(Network.Layers[layer].Nonlinearity, Forward[layer], samples);
}
