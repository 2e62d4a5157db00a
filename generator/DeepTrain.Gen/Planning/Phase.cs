using DeepTrain.Gen.Layers;

namespace DeepTrain.Gen.Planning;

/// <summary>
/// A part of a step that reads only what earlier parts wrote, cut into tiles that do not depend on each other.
/// </summary>
/// <param name="Comment">What it does.</param>
/// <param name="Panels">Tiles: panels of columns; 0 where the tiles are blocks of rows.</param>
/// <param name="Method">The method without its width: takes the step, a first and an end tile or row.</param>
/// <param name="UpdateMethod">Called instead where gradients go straight to the optimizer.</param>
/// <param name="PaddedColumns">
/// All columns, where the method takes a range of columns and not of panels; otherwise 0.
/// </param>
/// <param name="MoreArguments">What the method takes besides its range.</param>
/// <param name="RowsOfTile">Rows of a tile of a phase that works row by row: of images one.</param>
/// <param name="TilesOf">What its tiles are, where phases that follow each other may go through them together.</param>
/// <param name="Next">What is done with the same tile before the next ones are begun: of images, while they are in the cache.</param>
/// <param name="IsBesideOthers">Whether it needs nothing of the phases around it that are so too: a team claims tiles of them all.</param>
internal sealed record Phase(
    string Comment, int Panels, string Method, string? UpdateMethod = null, int PaddedColumns = 0, string MoreArguments = "",
    int RowsOfTile = 16, string TilesOf = "", Phase? Next = null, bool IsBesideOthers = false)
{
    public bool IsByRows => Panels == 0;

    public bool IsByImage => IsByRows && RowsOfTile == 1;

    /// <summary>The phase and what follows it tile by tile.</summary>
    public IEnumerable<Phase> Chain => Next is null ? [this] : Next.Chain.Prepend(this);
}

/// <summary>Lists the phases of a training step and of inference in order.</summary>
internal static class PhaseList
{
    public static IReadOnlyList<Phase> Training(NetworkPlan plan)
    {
        var phases = new List<Phase>();
        foreach (Stage stage in plan.Stages)
            AddForward(phases, stage, infer: false);
        phases.Add(new Phase("the loss and its gradient", 0, "LossRows"));
        for (int i = plan.Stages.Count - 1; i >= 0 && plan.Stages[i].NeedsBackward; i--)
        {
            Stage stage = plan.Stages[i];
            Stage? above = i + 1 < plan.Stages.Count ? plan.Stages[i + 1] : null;
            if (stage.IsImage)
                ImagePhases.AddBackward(phases, stage);
            else
                AddBackward(phases, stage, above);
        }

        ImagePhases.AddWeights(phases, plan.Stages.Reverse());
        foreach (Stage stage in plan.Stages.Where(stage => stage.TrainsWeights).Reverse())
        {
            phases.Add(new Phase($"{stage.Linear!.Name}'s weights", stage.Panels * stage.Linear.Pieces,
                stage.Linear.PascalName + "WeightGradient",
                plan.UpdatesTiles ? stage.Linear.PascalName + "Update" : null, IsBesideOthers: true));
        }

        return ImagePhases.Chained(phases);
    }

    public static IReadOnlyList<Phase> Inference(NetworkPlan plan)
    {
        var phases = new List<Phase>();
        foreach (Stage stage in plan.Stages)
            AddForward(phases, stage, infer: true);
        return ImagePhases.Chained(phases);
    }

    private static void AddForward(List<Phase> phases, Stage stage, bool infer)
    {
        if (stage.Reshaping is not null || stage.IsImage)
            ImagePhases.AddForward(phases, stage, infer);
        if (stage.IsImage)
            return;
        if (stage.Linear is null && stage.Reshaping is null)
            phases.Add(new Phase("the inputs, copied into padded rows", 0, infer ? "SpreadInputsToInfer" : "SpreadInputs"));
        string suffix = infer ? "Infer" : "Forward";
        for (int run = 0; run < stage.ColumnRuns.Count; run++)
        {
            (int start, int end) = stage.ColumnRuns[run];
            bool hasRun = infer
                ? ColumnRun.HasInfer(stage, start, end)
                : ColumnRun.HasForward(stage, start, end);
            if (run == 0 && (stage.Linear is not null || hasRun))
                phases.Add(new Phase(
                    Names(stage, start, end, withProduct: true), stage.Panels,
                    stage.Name + "Stage" + (stage.InfersAsItTrains ? "Forward" : suffix)));
            else if (hasRun)
                phases.Add(ByColumns(stage, start, end, Names(stage, start, end, withProduct: false), suffix));
            if (end < stage.Chain.Count)
                phases.Add(new Phase(stage.Chain[end].Name, 0, stage.Chain[end].PascalName + suffix));
        }
    }

    private static void AddBackward(List<Phase> phases, Stage stage, Stage? above)
    {
        if (above?.Reshaping is not null)
            phases.Add(ImagePhases.ByImage($"backward through {above.Head!.Name}", ImagePhases.Backward(stage)));
        for (int run = stage.ColumnRuns.Count - 1; run >= 0; run--)
        {
            (int start, int end) = stage.ColumnRuns[run];
            if (!stage.ReachesBack(end))
                return;
            bool isTop = run == stage.ColumnRuns.Count - 1;
            if (isTop && above?.Linear is not null)
                phases.Add(new Phase(
                    $"backward to {stage.Layers[stage.Layers.Count - 1].Name}", stage.Panels, stage.Name + "StageBackward"));
            else if (ColumnRun.HasForward(stage, start, end))
                phases.Add(ByColumns(
                    stage, start, end, $"backward through {Names(stage, start, end, withProduct: false)}", "Backward"));
            if (start > stage.BackwardEnd && stage.Chain[start - 1] is var layer and IRowwise)
                phases.Add(new Phase($"backward through {layer.Name}", 0, layer.PascalName + "Backward"));
        }
    }

    private static Phase ByColumns(Stage stage, int start, int end, string comment, string suffix) => new(
        comment, stage.Panels, ColumnRun.NameOf(stage, start) + suffix, PaddedColumns: stage.Delta.Padded,
        MoreArguments: stage.Epilogue is not null && start == 0 && suffix != "Infer" ? ", 0" : "");

    private static string Names(Stage stage, int start, int end, bool withProduct)
    {
        IEnumerable<string> names = stage.Chain.Skip(start).Take(end - start).Select(layer => layer.Label);
        if (withProduct && stage.Linear is not null)
            names = names.Prepend(stage.Linear.Label);
        else if (start == 0 && stage.Pieces is not null)
            names = names.Prepend($"{stage.Linear!.Name}'s choice of a piece");
        return string.Join(", ", names);
    }
}
