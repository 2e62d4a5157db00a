using DeepTrain.Gen.Model;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Planning;

/// <summary>The phases of stages that work image by image, and what their methods are called.</summary>
internal static class ImagePhases
{
    // behind images, rows of features have passes of their own, by columns
    private static string FirstPass(Stage stage) => stage.Name + (stage.IsImage ? "Stage" : "Rows");

    public static string Forward(Stage stage) => FirstPass(stage) + "Forward";

    public static string Infer(Stage stage) => FirstPass(stage) + (stage.InfersAsItTrains ? "Forward" : "Infer");

    public static string Backward(Stage stage) => stage.Name + "StageBackward";

    public static string Forward(LayerSpec layer) => layer.PascalName + "Forward";

    public static string Backward(LayerSpec layer) => layer.PascalName + "Backward";

    public static string Merge(LayerSpec layer) => layer.PascalName + "Merge";

    public static string MergeSums(LayerSpec layer) => layer.PascalName + "MergeSums";

    public static string WeightGradient(Stage stage) => stage.Name + "WeightGradient";

    public static string SumGroups(Stage stage) => stage.Name + "SumGroups";

    /// <summary>The layers from start to end of a stage's chain, after its head if asked for.</summary>
    public static string Names(Stage stage, int start, int end, bool withHead)
    {
        IEnumerable<LayerSpec> layers = stage.Chain.Skip(start).Take(end - start);
        if (withHead && stage.Head is not null)
            layers = layers.Prepend(stage.Head);
        return string.Join(", ", layers.Select(layer => layer.Label));
    }

    public static void AddForward(List<Phase> phases, Stage stage, bool infer)
    {
        if (stage.Reshaping is null)
        {
            phases.Add(ByImage("the inputs, as places of channels", infer ? "SpreadInputsToInfer" : "SpreadInputs"));
            if (stage.Chain.Count == 0)
                return;
        }

        IReadOnlyList<(int Start, int End)> passes = stage.IsImage ? ImagePasses.Of(stage) : [(0, 0)];
        if (infer)
        {
            if (stage.Reshaping is not null || ImagePasses.ActsInInference(stage))
                phases.Add(ByImage(Names(stage, 0, stage.IsImage ? stage.Chain.Count : 0, withHead: true), Infer(stage)));
            return;
        }

        phases.Add(ByImage(Names(stage, passes[0].Start, passes[0].End, withHead: true), Forward(stage)));
        foreach ((int start, int end) in passes.Skip(1))
        {
            LayerSpec layer = stage.Chain[start];
            phases.Add(ByChannel(stage, $"{layer.Name}'s mean and variance", Merge(layer)));
            phases.Add(ByImage(Names(stage, start, end, withHead: false), Forward(layer)));
        }
    }

    public static void AddBackward(List<Phase> phases, Stage stage)
    {
        IReadOnlyList<(int Start, int End)> passes = ImagePasses.Of(stage);
        for (int i = passes.Count - 1; i >= 0; i--)
        {
            (int start, int end) = passes[i];
            bool isTop = i == passes.Count - 1;
            if (!isTop && !stage.ReachesBack(end))
                return;
            phases.Add(isTop
                ? ByImage($"backward to {stage.Layers[stage.Layers.Count - 1].Name}", Backward(stage))
                : ByImage(
                    $"backward through {Names(stage, start, end + 1, withHead: false)}", Backward(stage.Chain[end])));
            if (i == 0)
                continue;
            LayerSpec layer = stage.Chain[start];
            phases.Add(ByChannel(stage, $"{layer.Name}'s sums", MergeSums(layer)));
        }
    }

    /// <summary>The convolutions' weight gradients; those in groups of rows first, then the sums of what groups left in copies.</summary>
    public static void AddWeights(List<Phase> phases, IEnumerable<Stage> stages)
    {
        var others = new List<Phase>();
        foreach (Stage stage in stages)
        {
            if (stage.Convolution is not { Trainable: true } layer)
                continue;
            GradientGroups groups = GradientGroups.Of(layer);
            if (!groups.IsByRows)
            {
                others.Add(new Phase($"{layer.Name}'s weights", groups.Tasks, WeightGradient(stage), IsBesideOthers: true));
                continue;
            }

            phases.Add(new Phase($"{layer.Name}'s weights", groups.Tasks, WeightGradient(stage), TilesOf: "groups of rows"));
            others.Add(new Phase(
                $"{layer.Name}'s weights, all groups", PanelShape.Count(layer.Units), SumGroups(stage), IsBesideOthers: true));
        }

        phases.AddRange(others);
    }

    /// <summary>
    /// Phases that follow each other image by image become one: an image goes through all of them in the cache, and one thread
    /// keeps it. So do weight gradients with the same groups of rows: threads wait for each other less.
    /// </summary>
    public static IReadOnlyList<Phase> Chained(IReadOnlyList<Phase> phases)
    {
        var result = new List<Phase>();
        for (int i = phases.Count - 1; i >= 0; i--)
        {
            if (result.Count > 0 && phases[i].TilesOf.Length > 0 && phases[i].TilesOf == result[0].TilesOf && phases[i].Panels == result[0].Panels)
                result[0] = phases[i] with { Next = result[0] };
            else
                result.Insert(0, phases[i]);
        }

        return result;
    }

    public static Phase ByImage(string comment, string method) => new(comment, 0, method, RowsOfTile: 1, TilesOf: "images");

    private static Phase ByChannel(Stage stage, string comment, string method) => new(
        comment, PanelShape.Count(stage.Layout.Values.Channels), method, PaddedColumns: stage.Layout.Values.ChannelStride);
}
