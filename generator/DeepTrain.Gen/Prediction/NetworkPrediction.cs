using System.Runtime.CompilerServices;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;

namespace DeepTrain.Gen.Prediction;

/// <summary>What is predicted of one declared layer at initialisation.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="ActivationStd">
/// The standard deviation of an element of the layer's output, over units and a batch of <see cref="SignalNetwork.Batch"/> rows:
/// the median of all draws of the weights.
/// </param>
/// <param name="GradientStd">
/// The root mean square of the gradient with respect to an element of the layer's output, of the mean loss over such a batch:
/// what an observer of <c>Inspect</c> sees in the median draw.
/// </param>
internal sealed record LayerPrediction(string Name, double ActivationStd, double GradientStd);

/// <summary>The predictor applied to a declared network.</summary>
internal sealed class NetworkPrediction
{
    // analyzers and emitters ask for the same network more than once
    private static readonly ConditionalWeakTable<NetworkSpec, NetworkPrediction> Known = new();

    private readonly Lazy<IReadOnlyList<LayerPrediction>> layers;

    private NetworkPrediction(NetworkSpec spec)
    {
        SignalNetwork network = Map(spec, out IReadOnlyList<SignalProbe> probes);
        Probes = probes;
        bool hasImages = network.Layers.Any(layer => layer.Vertical is not null || layer.Pooling is not null);
        Signal = SignalPrediction.Predict(network with { HasPictures = hasImages });
        layers = new Lazy<IReadOnlyList<LayerPrediction>>(() =>
        {
            // numbers that anyone can check with standard normal rows, of images as of features
            SignalPrediction signal = hasImages ? SignalPrediction.Predict(network) : Signal;
            var median = new MedianDraw(network, signal.Forward, signal.Backward);
            return spec.Layers.Zip(probes, (layer, probe) => Predict(signal, layer.Name, probe, median)).ToArray();
        });
    }

    /// <summary>One for each layer of the declaration.</summary>
    public IReadOnlyList<LayerPrediction> Layers => layers.Value;

    /// <summary>Where each layer of the declaration is in the predictor's network.</summary>
    public IReadOnlyList<SignalProbe> Probes { get; }

    /// <summary>What is predicted for real data: of images, for pictures.</summary>
    public SignalPrediction Signal { get; }

    /// <summary>The prediction for a network; computed once for each spec.</summary>
    public static NetworkPrediction Of(NetworkSpec spec) => Known.GetValue(spec, static key => new NetworkPrediction(key));

    /// <summary>What the predictor needs to know of a network.</summary>
    public static SignalNetwork Map(NetworkSpec spec) => Map(spec, out _);

    private static SignalNetwork Map(NetworkSpec spec, out IReadOnlyList<SignalProbe> probes)
    {
        var builder = new SignalNetworkBuilder(spec.Input.Size);
        foreach (LayerSpec layer in spec.Layers)
            layer.Join(builder);
        IReadOnlyList<SignalLayer> layers = builder.Build();
        probes = builder.Probes;

        // a constant input would leave nothing to tell classes apart by
        double mean = spec.Data.InputMean, deviation = Math.Max(spec.Data.InputStd, 1e-6), variance = deviation * deviation;
        double square = mean * mean + variance;
        var assumed = new SignalNetwork();
        return assumed with
        {
            Layers = layers,
            Optimizer = spec.Optimizer.Signal with
            {
                ClipNorm = spec.Optimizer.ClipNorm.AsDecimal(),
                Decay = spec.Optimizer.WeightDecay.AsDecimal(),
                DecaysApart = !spec.Optimizer.AddsDecayToGradient,
            },
            Loss = spec.Loss.Signal.For(new TargetMoments(spec.Data.TargetMean ?? 0, spec.Data.TargetStd ?? 1)),
            Batch = spec.Data.BatchSize ?? assumed.Batch,
            Steps = spec.Data.Steps ?? assumed.Steps,
            Outputs = spec.Output.Size,
            InputSquare = square,
            // all inputs have their mean in common
            InputCorrelation = 1 - (1 - assumed.InputCorrelation) * variance / square,
            ClassCorrelation = 1 - (1 - assumed.ClassCorrelation) * variance / square,
        };
    }

    private static LayerPrediction Predict(SignalPrediction signal, string name, SignalProbe probe, MedianDraw median)
    {
        if (probe.Layer < 0)
            return new LayerPrediction(name, Math.Sqrt(signal.Forward[0].InputDistance), median.OfSumGradients(0) * InputGradient(signal));
        ForwardSignal forward = signal.Forward[probe.Layer];
        BackwardSignal backward = signal.Backward[probe.Layer];
        SignalLayer layer = signal.Network.Layers[probe.Layer];
        (double deviation, double sensitivity) = probe.Stage switch
        {
            SignalStage.Sums => (Math.Sqrt(forward.SumVariance), backward.Sensitivity),
            SignalStage.Normalised => (Math.Sqrt(forward.Variance), backward.NormalisedSensitivity),
            SignalStage.Activated when !layer.Nonlinearity.Equals(probe.Function) => Inner(probe.Function!, forward, backward),
            SignalStage.Activated => (forward.OutputDeviation, backward.ActivationSensitivity),
            // a maximum whose activation comes behind it
            SignalStage.Pooled when !layer.Nonlinearity.Equals(probe.Function) =>
                (Math.Sqrt(forward.LargestVariance), backward.NormalisedSensitivity),
            SignalStage.Pooled => (forward.PooledDeviation, backward.OutputSensitivity),
            _ => (forward.LayerDeviation, backward.OutputSensitivity),
        };
        (double ofDeviation, double ofGradient) = probe.Stage switch
        {
            SignalStage.Sums => (median.OfSums(probe.Layer), median.OfSumGradients(probe.Layer)),
            SignalStage.Normalised => (1, median.OfSumGradients(probe.Layer)),
            _ => (median.OfActivations(probe.Layer), median.OfGradients(probe.Layer)),
        };
        return new LayerPrediction(
            name, ofDeviation * deviation, ofGradient * signal.GradientDeviation(sensitivity, UnitsAt(probe.Stage, layer)));
    }

    private static int UnitsAt(SignalStage stage, SignalLayer layer) =>
        stage >= SignalStage.Pooled ? layer.OutputUnits : layer.Units;

    // the first of two activations: its gradient is what its own slopes turn into that of the sums
    private static (double Deviation, double Sensitivity) Inner(Nonlinearity first, ForwardSignal forward, BackwardSignal backward)
    {
        UnitMoments moments = first.Moments(forward.Variance, forward.Mean);
        double deviation = Math.Sqrt(Math.Max(moments.Square - moments.Mean * moments.Mean, 0));
        return (deviation, moments.SlopeSquare > 0 ? backward.NormalisedSensitivity / moments.SlopeSquare : 0);
    }

    // of a layer that stands before all weights and changes nothing
    private static double InputGradient(SignalPrediction signal)
    {
        SignalLayer first = signal.Network.Layers[0];
        return signal.GradientDeviation(signal.Backward[0].Sensitivity * first.EffectiveFanIn * first.WeightVariance, first.Inputs);
    }
}
