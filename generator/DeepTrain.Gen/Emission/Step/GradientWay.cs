using DeepTrain.Gen.Layers;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission;

/// <summary>Says in comments how a gradient comes back, and what a stage's gradient buffer holds meanwhile.</summary>
internal static class GradientWay
{
    /// <summary>What the stage's gradient buffer holds when the way back comes to the stage, and when it leaves.</summary>
    public static IEnumerable<string> OfStage(NetworkPlan plan, Stage stage)
    {
        if (!stage.NeedsBackward)
            yield break;
        string buffer = stage.Delta.Field;
        string entry = Rides(plan, stage)
            ? $"of {Output(stage, 0)}, {Source(plan, stage)} and times {stage.Chain[0].Name}'s derivative"
            : $"of {Output(stage, stage.Chain.Count)}, {Source(plan, stage)}";
        string use = Uses(plan, stage);
        IReadOnlyList<string> turned = TurnedBy(plan, stage);
        if (!stage.TrainsChainInput)
        {
            yield return $"// {buffer} holds a gradient, on entry {entry}.";
            yield return $"// On exit nobody reads it: {FirstThatLearns(stage)} is the first that learns.";
        }
        else if (stage.PieceDelta is { } pieces)
        {
            yield return $"// {buffer} holds a gradient, on entry {entry}.";
            yield return $"// On exit {pieces.Field} holds that of all pieces, 0 but for the largest{use}.";
        }
        else if (turned.Count > 0)
        {
            yield return $"// {buffer} holds a gradient, on entry {entry}.";
            yield return $"// On exit it is of {Output(stage, 0)}{use}: {Listed(turned)} turned it in place.";
        }
        else
        {
            yield return $"// {buffer} holds a gradient, on entry and on exit {entry}{use}.";
        }
    }

    /// <summary>The way from the loss to the first layer that learns, buffer by buffer.</summary>
    public static string Paragraph(NetworkPlan plan)
    {
        List<string> way = [.. plan.Stages.Reverse().Where(stage => stage.NeedsBackward).Select(stage => Sentence(plan, stage))];
        if (way.Count == 0)
            return "// Nothing learns, so that no gradient comes back.";
        List<string> products = [.. plan.Stages.Where(LearnsWeights).Select(stage =>
            $"{stage.Head!.Name}'s {InputField(plan, stage)} by {stage.ProductDelta.Field}")];
        string weights = products.Count == 0
            ? ""
            : $" A weight gradient multiplies what the layer was given by what came back to it: {Listed(products)}.";
        return $"// How a gradient comes back: {string.Join("; ", way)}.{weights} "
            + "Inspect does the same layer by layer, nothing fused: read that first.";
    }

    private static string Sentence(NetworkPlan plan, Stage stage)
    {
        string buffer = stage.Delta.Field, result = Output(stage, stage.Chain.Count);
        LayerSpec? above = Above(plan, stage);
        if (Rides(plan, stage))
            return $"through {above!.Name} and {stage.Chain[0].Name} it becomes that of {Output(stage, 0)}, in {buffer}";
        string comes = above is null
            ? $"the loss leaves that of {result} in {buffer}"
            : $"through {above.Name} it becomes that of {result}, in {buffer}";
        IReadOnlyList<string> turned = TurnedBy(plan, stage);
        if (!stage.TrainsChainInput)
            return $"{comes}, and ends at {FirstThatLearns(stage)}, the first that learns";
        if (stage.PieceDelta is { } pieces)
            return $"{comes}, and {Listed(turned)} share{(turned.Count == 1 ? "s" : "")} it out to the pieces, in {pieces.Field}";
        return turned.Count == 0
            ? comes
            : $"{comes}, which {Listed(turned)} turn{(turned.Count == 1 ? "s" : "")} in place into that of {Output(stage, 0)}";
    }

    private static string FirstThatLearns(Stage stage) => stage.Chain[stage.BackwardEnd].Name;

    /// <summary>What a gradient comes back through to the stage; null for the loss.</summary>
    private static LayerSpec? Above(NetworkPlan plan, Stage stage) =>
        stage == plan.Last ? null : plan.Stages[stage.Index + 1].Head;

    /// <summary>Whether the activation's derivative is multiplied in where the product above stores its result.</summary>
    private static bool Rides(NetworkPlan plan, Stage stage) =>
        stage.Epilogue is not null && Above(plan, stage) is { IsProduct: true };

    private static bool LearnsWeights(Stage stage) => stage.Head is { IsProduct: true, ParameterCount: > 0 };

    private static string Source(NetworkPlan plan, Stage stage) => Above(plan, stage) switch
    {
        null => "from the loss",
        { IsProduct: true } head => $"from {head.Name}'s weights",
        { } head => "from " + head.Name,
    };

    /// <summary>What works on the buffer in place, in the order of the way back.</summary>
    private static IReadOnlyList<string> TurnedBy(NetworkPlan plan, Stage stage)
    {
        if (Rides(plan, stage))
            return [];
        List<string> names =
            [.. stage.Chain.Where(layer => !layer.OnlyReshapes).Select(layer => layer.Name).Reverse()];
        if (stage.PieceDelta is not null)
            names.Add(stage.Head!.Name);
        return names;
    }

    private static string Uses(NetworkPlan plan, Stage stage)
    {
        var uses = new List<string>();
        if (LearnsWeights(stage))
            uses.Add("its weight gradient");
        if (stage.TrainsInput && stage.Head is not null)
            uses.Add("the way back to " + Output(plan.Stages[stage.Index - 1], plan.Stages[stage.Index - 1].Chain.Count));
        return uses.Count == 0 ? "" : $", for {Listed(uses)}";
    }

    /// <summary>The value behind so many layers of the chain, in words.</summary>
    private static string Output(Stage stage, int value)
    {
        LayerSpec? layer = value > 0 ? stage.Chain[value - 1] : stage.Head;
        return layer is null ? "the input" : $"{layer.Name}'s output";
    }

    private static string InputField(NetworkPlan plan, Stage stage) =>
        stage.Index == 0 ? "Inputs" : plan.Stages[stage.Index - 1].Result.Field;

    private static string Listed(IEnumerable<string> names)
    {
        List<string> list = [.. names];
        return list.Count == 1 ? list[0] : $"{string.Join(", ", list.Take(list.Count - 1))} and {list[list.Count - 1]}";
    }
}
