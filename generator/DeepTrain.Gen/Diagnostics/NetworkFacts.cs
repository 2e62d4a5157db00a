using DeepTrain.Gen.Layers.Linear;
using DeepTrain.Gen.Layers.Normalisation;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Prediction;
using DeepTrain.Gen.Signal;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Diagnostics;

/// <summary>A valid network as the rules see it: what was declared, and what is predicted of it.</summary>
internal sealed class NetworkFacts
{
    // the score from which on a network trains with a margin: opinions are no news then
    private const double SafeScore = 2;

    // the odds below which six in seven fail, on tasks of kinds that no judge has seen: enough for a warning by themselves
    private const double LostProspect = -3.3;

    // and those below which most fail: enough where a setting is beyond what is usual too
    private const double DoubtfulProspect = -1.5;

    // and from which on nineteen in twenty train, four in five of those right above it
    private const double LikelyScore = 1;

    public NetworkFacts(NetworkSpec spec)
    {
        Spec = spec;
        NetworkPrediction prediction = NetworkPrediction.Of(spec);
        Signal = prediction.Signal;
        // step 0 is the input
        Layers = spec.Layers.Select((layer, i) => new PlacedLayer(layer, i + 1)).ToArray();
        int[] starts = Enumerable.Range(0, Layers.Count).Where(i => Layers[i].Layer is LinearLayer).ToArray();
        Leading = Layers.Take(starts.Length == 0 ? Layers.Count : starts[0]).ToArray();
        Blocks = starts.Select((start, i) =>
        {
            int end = i + 1 < starts.Length ? starts[i + 1] : Layers.Count;
            PlacedLayer[] followers = Layers.Skip(start + 1).Take(end - start - 1).ToArray();
            return new Block(Layers[start], followers, end == Layers.Count, Signal, prediction.Probes[start].Layer);
        }).ToArray();
        Hidden = Blocks.Where(block => !block.IsOutput).ToArray();
    }

    public NetworkSpec Spec { get; }

    public SignalPrediction Signal { get; }

    /// <summary>What predictions of changed networks have computed: most of their layers are alike.</summary>
    public MomentCache Moments { get; } = new();

    public IReadOnlyList<PlacedLayer> Layers { get; }

    /// <summary>What stands before all weights.</summary>
    public IReadOnlyList<PlacedLayer> Leading { get; }

    /// <summary>The weight layers with what follows them, in order.</summary>
    public IReadOnlyList<Block> Blocks { get; }

    /// <summary>All but the last.</summary>
    public IReadOnlyList<Block> Hidden { get; }

    public Block Output => Blocks[Blocks.Count - 1];

    public TrainabilityScore Trainability => Signal.Trainability;

    /// <summary>s.</summary>
    public double Score => Trainability.Score;

    /// <summary>Whether the predictor is sure that the network trains.</summary>
    public bool IsSafe => Score >= SafeScore && !Trainability.Fails;

    /// <summary>Whether the predictor thinks, without being sure, that the network trains.</summary>
    public bool IsLikely => Score >= LikelyScore && !Trainability.Fails;

    /// <summary>Whether the predictor is sure enough that the network does not train to warn of it.</summary>
    public bool Fails => Trainability.Fails && Trainability.Prospect < LostProspect;

    /// <summary>
    /// Whether it is sure enough to warn of a number that is beyond what is usual, whatever else the network is: a rate, a memory,
    /// data that are not standardised.
    /// </summary>
    public bool IsDoubtful => IsInDoubt(Trainability);

    public static bool IsInDoubt(TrainabilityScore trainability) =>
        trainability.Fails && trainability.Prospect < DoubtfulProspect;

    /// <summary>
    /// How severe a finding is that keeps a network from training if anything does: a warning where the network is predicted
    /// not to train, good advice about one that trains.
    /// </summary>
    public DiagnosticSeverity Verdict => Fails ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info;

    /// <summary>The same of a number that is beyond what is usual by itself.</summary>
    public DiagnosticSeverity VerdictOfSetting => IsDoubtful ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info;

    /// <summary>The training that the prediction is about.</summary>
    public string Training =>
        $"{Numbers.Count(Signal.Network.Steps, "step")} of {Numbers.Count(Signal.Network.Batch, "row")}";

    public bool IsAdaptive => Signal.Network.Optimizer.IsAdaptive;

    /// <summary>
    /// Whether weights are frozen. Then they come from a file, and what is predicted of their initial ones says little.
    /// </summary>
    public bool HasFrozenWeights => Blocks.Any(block => !block.Weights.Trainable);

    /// <summary>Whether a step is a frozen layer.</summary>
    public bool IsFrozen(int step) => step > 0 && step <= Layers.Count && !Layers[step - 1].Layer.Trainable;

    public bool HasBatchNorm => Spec.Layers.Any(layer => layer is BatchNormLayer);

    public int LossStep => Layers.Count + 1;

    public int OptimizerStep => Layers.Count + 2;

    public bool IsClassifier => Spec.Loss.Output != OutputTransform.None;

    /// <summary>
    /// The loss of who knows nothing and is sure of nothing: ln K, for a sigmoid ln 2, for a squared error the targets' variance.
    /// </summary>
    public double LossOfIgnorance => Signal.Network.Loss.Ignorance(Spec.Output.Size);

    /// <summary>The targets of a regression: as declared, standardised otherwise; null for classes.</summary>
    public TargetMoments? Targets => (Signal.Network.Loss as RegressionLossSignal)?.Targets;

    /// <summary>Rows that the data has, as far as that was declared.</summary>
    public int Samples => Spec.Data.Samples ?? 1000;

    /// <summary>The standard deviation of an input.</summary>
    public double InputDeviation => Math.Sqrt(Signal.Network.InputSquare * (1 - Signal.Network.InputCorrelation));

    /// <summary>What the predictor says of the same network with other layers.</summary>
    public SignalPrediction Predict(Func<SignalLayer, int, SignalLayer> change) =>
        SignalPrediction.Predict(Signal.Network with { Layers = Signal.Network.Layers.Select(change).ToArray() }, Moments);

    /// <summary>The weight layer behind a hidden one.</summary>
    public Block Next(Block block) => Blocks[Blocks.TakeWhile(other => other != block).Count() + 1];

    /// <summary>The layer after a given one, if there is one.</summary>
    public PlacedLayer? After(PlacedLayer layer) => layer.Step < Layers.Count ? Layers[layer.Step] : null;
}
