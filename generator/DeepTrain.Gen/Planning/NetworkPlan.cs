using DeepTrain.Gen.Layers;
using DeepTrain.Gen.Layers.Linear;
using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Planning;

/// <summary>Everything that is decided before a line is written: stages, buffers, where each parameter lies.</summary>
internal sealed class NetworkPlan
{
    /// <param name="widths">The vectors that kernels are written for.</param>
    public NetworkPlan(NetworkSpec spec, VectorWidths widths)
    {
        Spec = spec;
        Widths = widths.Bits.Select(bits => VectorType.All.First(v => v.Bits == bits)).ToList();
        Stages = StageList.Of(spec);
        IsStraightLine = !HasImages && Widths.All(v => new UnrollPolicy(spec, v).IsStraightLine);
        Parameters = new ParameterPlan(spec, IsStraightLine, Stages);
    }

    public NetworkSpec Spec { get; }

    /// <summary>The vectors that every kernel is written for, the widest first.</summary>
    public IReadOnlyList<VectorType> Widths { get; }

    /// <summary>What runs on most processors, for what is in no hurry.</summary>
    public VectorType Narrowest => Widths[Widths.Count - 1];

    /// <summary>
    /// Whether a whole step is straight-line code at every width. Such a step takes a few hundred nanoseconds: calls count,
    /// and a second thread could not help.
    /// </summary>
    public bool IsStraightLine { get; }

    /// <summary>
    /// Whether a training step hands weight gradients straight to the optimizer; not if all have to be known before one is
    /// used, to clip their norm.
    /// </summary>
    public bool UpdatesTiles => Spec.Optimizer.ClipNorm == 0;

    public ParameterPlan Parameters { get; }

    /// <summary>
    /// Whether weights, and what the optimizer keeps of them, are more than a second-level cache of 1 to 2 MB: then a training
    /// step fetches them all from further away.
    /// </summary>
    public bool ExceedsCache => 4L * Parameters.TrainableLength * (1 + Spec.Optimizer.Slots.Count) > Machine.SecondLevelCache;

    /// <summary>In forward order. The first one has no linear layer if the network starts with another.</summary>
    public IReadOnlyList<Stage> Stages { get; }

    public Stage Last => Stages[Stages.Count - 1];

    public int Outputs => Spec.Output.Size;

    /// <summary>The layers whose gradients are finished behind the phases, and whether they work image by image.</summary>
    public IReadOnlyList<(ISummedGradient Layer, bool OfImages)> UnfinishedGradients => Stages
        .SelectMany(stage => stage.Chain.OfType<ISummedGradient>().Select(layer => (layer, stage.IsImage)))
        .Where(entry => entry.layer.NeedsFinish(entry.IsImage)).ToList();

    /// <summary>The layers with weight matrices or kernels.</summary>
    public IEnumerable<LinearLayer> LinearLayers => Spec.Layers.OfType<LinearLayer>();

    /// <summary>Whether some stage works image by image.</summary>
    public bool HasImages => Stages.Any(stage => stage.Reshaping is not null);

    /// <summary>The stages that keep a transposed copy of their weights, which follows each update.</summary>
    public IReadOnlyList<Stage> TransposedStages => Stages.Where(stage => stage.HasTransposed && !TransposesLate(stage)).ToList();

    /// <summary>
    /// Whether a stage's weights are transposed when the gradient of its input is computed, panel by panel, each used at once:
    /// a copy of all would come from as far as the weights themselves. Kernels are small, and what does not learn is
    /// transposed once.
    /// </summary>
    public bool TransposesLate(Stage stage) => stage is { HasTransposed: true, Linear.Trainable: true } && !IsStraightLine;

    /// <summary>Whether each target row has to be copied to get its padding.</summary>
    public bool PadsTargets => Outputs % Runtime.PanelShape.Granule != 0;

    /// <summary>
    /// How many of a layer's units lie apart as a tail (<see cref="Runtime.PanelShape"/>). A call for them is too much for a
    /// step that is straight-line code, and for each piece of maxout.
    /// </summary>
    public int TailOf(LinearLayer linear) =>
        IsStraightLine || linear.Pieces > 1 || linear is IReshaping ? 0 : Runtime.PanelShape.Tail(linear.Units, linear.Inputs);

    /// <summary>The same for a layer that may have no units; 0 then.</summary>
    public int TailOf(LayerSpec layer) => LinearLayers.Where(linear => linear == layer).Select(TailOf).FirstOrDefault();

    /// <summary>
    /// Rows that inference takes at a time: more where weights come from far; of images as few as fit the second-level cache.
    /// </summary>
    public int InferenceRows => !HasImages ? HasFarWeights ? Machine.FarInferenceRows : Machine.InferenceRows
        : Math.Max(1, Math.Min(Machine.InferenceRows, Machine.ImagesAtATime / sizeof(float) / Stages.Sum(stage => stage.Result.Stride)));

    private bool HasFarWeights => LinearLayers.Any(linear => (long)linear.Columns * linear.Inputs * sizeof(float) > Machine.SecondLevelCache);

    /// <summary>Whether the head behind a stage works image by image.</summary>
    public bool IsReadByImages(Stage stage) => stage.Index + 1 < Stages.Count && Stages[stage.Index + 1].Reshaping is not null;

    /// <summary>Where a stage reads its rows: the stage before, or the inputs as they came.</summary>
    public (string Pointer, int Stride) InputOf(Stage stage) => stage.Index == 0
        ? ("s->Inputs", Spec.Input.Size)
        : (Stages[stage.Index - 1].Result.Pointer, Stages[stage.Index - 1].Result.Stride);
}
