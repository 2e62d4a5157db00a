using System;
using System.Collections.Generic;

namespace DeepTrain.Gen.Signal;

/// <summary>Everything predicted about one network at initialisation.</summary>
internal sealed class SignalPrediction
{
    private readonly TrainabilityModel trainabilityModel;
    private readonly Lazy<IReadOnlyList<double>> logVariances;
    private readonly Lazy<double> initialLoss;
    private readonly Lazy<double> errorSquare;

    private SignalPrediction(
        SignalNetwork network, TrainabilityModel model, IReadOnlyList<ForwardSignal> forward,
        IReadOnlyList<BackwardSignal> backward, Lazy<IReadOnlyList<double>> variances)
    {
        Network = network;
        Forward = forward;
        Backward = backward;
        trainabilityModel = model;
        Trainability = TrainabilityScore.Compute(network, forward, backward, model);
        logVariances = variances;
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
    public IReadOnlyList<double> LogVariances => logVariances.Value;

    /// <summary>The expected loss before training.</summary>
    public double InitialLoss => initialLoss.Value;

    /// <summary>Predicts a network that has at least its output layer.</summary>
    public static SignalPrediction Predict(SignalNetwork network) => Predict(network, new MomentCache());

    /// <summary>Predicts one of several networks that are much alike: what is in the cache is not computed again.</summary>
    public static SignalPrediction Predict(SignalNetwork network, MomentCache cache) =>
        Predict(network, TrainabilityModel.Judged, cache);

    public static SignalPrediction Predict(SignalNetwork network, TrainabilityModel model) =>
        Predict(network, model, new MomentCache());

    private static SignalPrediction Predict(SignalNetwork network, TrainabilityModel model, MomentCache cache)
    {
        IReadOnlyList<ForwardSignal> forward = ForwardSignal.Propagate(network, cache);
        var variances = new Lazy<IReadOnlyList<double>>(() => FiniteWidth.LogVariances(network, forward, cache));
        return new SignalPrediction(network, model, forward, BackwardSignal.Propagate(network, forward), variances);
    }

    /// <summary>The same network with another learning rate, on which no signal depends.</summary>
    public SignalPrediction WithRate(double rate)
    {
        SignalOptimizer optimizer = Network.Optimizer with { LearningRate = rate };
        return new SignalPrediction(Network with { Optimizer = optimizer }, trainabilityModel, Forward, Backward, logVariances);
    }

    /// <summary>
    /// The root mean square gradient of the mean loss of a batch, per unit, from a sensitivity summed over units.
    /// </summary>
    public double GradientDeviation(double sensitivity, double units) =>
        Math.Sqrt(errorSquare.Value * sensitivity / units) / Network.Batch;

    /// <summary>The share of a layer's units that are 0 for all of some samples.</summary>
    public double DeadShare(int layer, int samples = 1000) =>
        DeadUnits.Share(Network.Layers[layer].Nonlinearity, Forward[layer], samples);
}
