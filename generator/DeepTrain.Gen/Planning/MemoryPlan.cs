using DeepTrain.Gen.Layers;
using DeepTrain.Gen.Layers.Linear;
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
        var rows = new List<ValueBuffer>();
        var inference = new List<ValueBuffer>();
        foreach (Stage stage in plan.Stages)
        {
            if (stage.Pieces is not null)
            {
                rows.Add(stage.Pieces);
                inference.Add(stage.Pieces);
            }

            rows.AddRange(stage.Values.Where((_, i) => stage.IsSaved(i)));
            if (stage.IsImage)
                rows.AddRange(stage.Chain.SelectMany(SumsOfImages));
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
            var targets = ValueBuffer.Flat("PaddedTargets", "targets", plan.Outputs);
            rows.Add(targets);
            inference.Add(targets);
        }

        KeepsLabels = plan.Spec.Loss.KeepsLabels;
        Rows = rows;
        InferenceRows = inference;
        Fixed = FixedBuffers(plan).ToList();
    }

    /// <summary>What training needs for each row.</summary>
    public IReadOnlyList<ValueBuffer> Rows { get; }

    /// <summary>What inference needs for each row of a block.</summary>
    public IReadOnlyList<ValueBuffer> InferenceRows { get; }

    public IReadOnlyList<FixedBuffer> Fixed { get; }

    /// <summary>Whether a row's label, as the loss reads it, has memory of its own.</summary>
    public bool KeepsLabels { get; }

    public int FloatsPerRow => Rows.Sum(buffer => buffer.Stride) + LossAndLabel;

    public int InferenceFloatsPerRow => InferenceRows.Sum(buffer => buffer.Stride) + LossAndLabel;

    private int LossAndLabel => KeepsLabels ? 2 : 1;

    public int FixedFloats => Fixed.Sum(buffer => buffer.Length);

    /// <summary>Whether a stage has gradients. The loss writes its own even where nothing walks back.</summary>
    public static bool IsWalkedBack(NetworkPlan plan, Stage stage) => stage == plan.Last || stage.NeedsBackward;

    private static IEnumerable<FixedBuffer> FixedBuffers(NetworkPlan plan) =>
        [.. Transposed(plan), .. OfLayers(plan), .. plan.Stages.SelectMany(GradientGroups.Sums)];

    private static IEnumerable<FixedBuffer> Transposed(NetworkPlan plan)
    {
        int longest = plan.Stages.Where(plan.TransposesLate).Select(stage => Transposed(stage).Length).DefaultIfEmpty().Max();
        return plan.TransposedStages.Select(Transposed).Concat(longest > 0 ? [new FixedBuffer(LateTransposed, longest)] : []);
    }

    /// <summary>The room in which one stage after the other transposes its weights.</summary>
    public const string LateTransposed = "Transposed";

    /// <summary>What single layers keep from the forward to the backward pass, or add up.</summary>
    public static IEnumerable<FixedBuffer> OfLayers(NetworkPlan plan)
    {
        foreach (Stage stage in plan.Stages)
        {
            foreach (LayerSpec layer in stage.Chain)
            {
                int padded = PanelShape.Padded(stage.Layout.Values.Channels);
                foreach (string kept in layer.KeptByColumn(stage.IsImage))
                    yield return new FixedBuffer(layer.PascalName + kept, padded);
            }
        }
    }

    /// <summary>What a layer of an image stage sums over each image, channel by channel, before all images are known.</summary>
    public static IEnumerable<ValueBuffer> SumsOfImages(LayerSpec layer) =>
        layer.SumsOfImages.Select(sum => SumOfImages(layer, sum));

    /// <summary>One of them, by the name that the layer gives it.</summary>
    public static ValueBuffer SumOfImages(LayerSpec layer, string sum) =>
        ValueBuffer.Of(layer, sum + "OfImages", layer.Output.Channels);

    /// <summary>The transposed copy of a layer's weights, for the gradient of its input.</summary>
    public static FixedBuffer Transposed(Stage stage) => new(
        stage.Head!.PascalName + "Transposed", ((LinearLayer)stage.Head).TransposedLength);

    /// <summary>The layers that need a random key for each batch, with their place among all layers.</summary>
    public static IEnumerable<(LayerSpec Layer, int Index)> RandomLayers(NetworkPlan plan) =>
        plan.Spec.Layers.Select((layer, index) => (layer, index)).Where(entry => entry.layer is IRandomLayer);
}
