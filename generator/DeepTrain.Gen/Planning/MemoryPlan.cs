using DeepTrain.Gen.Layers;
using DeepTrain.Gen.Layers.Activations;
using DeepTrain.Gen.Layers.Normalisation;
using DeepTrain.Gen.Model;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Planning;

/// <summary>A block of the step's memory whose size does not depend on the batch.</summary>
internal sealed record FixedBuffer(string Field, int Length);

/// <summary>The step's memory besides parameters: what grows with the batch and what does not.</summary>
internal sealed class MemoryPlan
{
    public MemoryPlan(NetworkPlan plan)
    {
        var rows = new List<RowBuffer>();
        var inference = new List<RowBuffer>();
        foreach (Stage stage in plan.Stages)
        {
            if (stage.Pieces is not null)
            {
                rows.Add(stage.Pieces);
                inference.Add(stage.Pieces);
            }

            rows.AddRange(stage.Values.Where((_, i) => stage.IsSaved(i)));
            inference.Add(stage.Result);
            if (IsWalkedBack(plan, stage))
            {
                rows.Add(stage.Delta);
                if (stage.PieceDelta is not null)
                    rows.Add(stage.PieceDelta);
            }
        }

        inference.Add(plan.Last.Delta);
        if (plan.PadsTargets)
        {
            var targets = new RowBuffer("PaddedTargets", "targets", plan.Outputs, PanelShape.Padded(plan.Outputs));
            rows.Add(targets);
            inference.Add(targets);
        }

        KeepsLabels = plan.Spec.Loss.KeepsLabels;
        Rows = rows;
        InferenceRows = inference;
        Fixed = FixedBuffers(plan).ToList();
    }

    /// <summary>What training needs for each row.</summary>
    public IReadOnlyList<RowBuffer> Rows { get; }

    /// <summary>What inference needs for each row of a block.</summary>
    public IReadOnlyList<RowBuffer> InferenceRows { get; }

    public IReadOnlyList<FixedBuffer> Fixed { get; }

    /// <summary>Whether a row's label, as the loss reads it, has memory of its own.</summary>
    public bool KeepsLabels { get; }

    public int FloatsPerRow => Rows.Sum(buffer => buffer.Stride) + LossAndLabel;

    public int InferenceFloatsPerRow => InferenceRows.Sum(buffer => buffer.Stride) + LossAndLabel;

    private int LossAndLabel => KeepsLabels ? 2 : 1;

    public int FixedFloats => Fixed.Sum(buffer => buffer.Length);

    /// <summary>Whether a stage has gradients. The loss writes its own even where nothing walks back.</summary>
    public static bool IsWalkedBack(NetworkPlan plan, Stage stage) =>
        stage == plan.Last || Emission.StageEmitter.NeedsBackward(stage);

    private static IEnumerable<FixedBuffer> FixedBuffers(NetworkPlan plan) =>
        [.. plan.Stages.Where(stage => stage.TrainsInput).Select(Transposed), .. OfLayers(plan)];

    /// <summary>What single layers keep from the forward to the backward pass, or add up.</summary>
    public static IEnumerable<FixedBuffer> OfLayers(NetworkPlan plan)
    {
        foreach (LayerSpec layer in plan.Stages.SelectMany(stage => stage.Chain))
        {
            int padded = PanelShape.Padded(layer.Output.Size);
            if (layer is BatchNormLayer)
            {
                yield return new FixedBuffer(layer.PascalName + "Mean", padded);
                yield return new FixedBuffer(layer.PascalName + "InverseStd", padded);
            }
            else if (layer is PReLULayer { PerUnit: false, Trainable: true })
            {
                yield return new FixedBuffer(layer.PascalName + "SlopeSums", padded);
            }
        }
    }

    /// <summary>The transposed copy of a layer's weights, for the gradient of its input.</summary>
    public static FixedBuffer Transposed(Stage stage) => new(
        stage.Linear!.PascalName + "Transposed", checked(PanelShape.Padded(stage.Linear.Inputs) * stage.Linear.Columns));

    /// <summary>The layers that need a random key for each batch, with their place among all layers.</summary>
    public static IEnumerable<(LayerSpec Layer, int Index)> RandomLayers(NetworkPlan plan) =>
        plan.Spec.Layers.Select((layer, index) => (layer, index)).Where(entry => entry.layer is IRandomLayer);
}
