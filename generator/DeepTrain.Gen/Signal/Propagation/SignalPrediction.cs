using System;
using System.Collections.Generic;

namespace DeepTrain.Gen.Signal;

/// <summary>Everything predicted about one network at initialisation.</summary>
internal sealed class SignalPrediction
{
    private readonly TrainabilityModel trainabilityModel;
    private readonly Signals judged;
    private readonly Lazy<IReadOnlyList<double>> logVariances;
    private readonly Lazy<double> initialLoss;
    private readonly Lazy<double> errorSquare;

    private SignalPrediction(
        Signals signals, Signals judged, TrainabilityModel model, Lazy<IReadOnlyList<double>> variances)
    {
        SignalNetwork network = Network = signals.Network;
        Forward = signals.Forward;
        Backward = signals.Backward;
        trainabilityModel = model;
        this.judged = judged;
        Trainability = TrainabilityScore.Compute(judged.Network, judged.Forward, judged.Backward, model);
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
        var signals = Signals.Of(network, cache);
        var variances = new Lazy<IReadOnlyList<double>>(() => FiniteWidth.LogVariances(network, signals.Forward, cache));
        SignalNetwork equivalent = model.TakesAsDeclared ? network : Equivalent.Of(network, signals.Forward);
        Signals judged = ReferenceEquals(equivalent, network) ? signals : Signals.Of(equivalent, cache);
        return new SignalPrediction(signals, judged, model, variances);
    }

    /// <summary>The same network with another learning rate, on which no signal depends.</summary>
    public SignalPrediction WithRate(double rate)
    {
        double change = rate / Network.Optimizer.LearningRate;
        return new SignalPrediction(
            new Signals(Network, Forward, Backward).WithRate(rate),
            judged.WithRate(judged.Network.Optimizer.LearningRate * change), trainabilityModel, logVariances);
    }

    /// <summary>
    /// The root mean square gradient of the mean loss of a batch, per unit, from a sensitivity summed over units.
    /// </summary>
    public double GradientDeviation(double sensitivity, double units) =>
        Math.Sqrt(errorSquare.Value * sensitivity / units) / Network.Batch;

    /// <summary>The share of a layer's units that are 0 for all of some samples.</summary>
    public double DeadShare(int layer, int samples = 1000) =>
        DeadUnits.Share(Network.Layers[layer].Nonlinearity, Forward[layer], samples);

    private sealed record Signals(
        SignalNetwork Network, IReadOnlyList<ForwardSignal> Forward, IReadOnlyList<BackwardSignal> Backward)
    {
        public static Signals Of(SignalNetwork network, MomentCache cache)
        {
            IReadOnlyList<ForwardSignal> forward = ForwardSignal.Propagate(network, cache);
            return new Signals(network, forward, BackwardSignal.Propagate(network, forward));
        }

        public Signals WithRate(double rate) =>
            this with { Network = Network with { Optimizer = Network.Optimizer with { LearningRate = rate } } };
    }
}
