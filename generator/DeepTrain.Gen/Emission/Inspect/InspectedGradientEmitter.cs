using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission;

/// <summary>
/// Prints how <c>Inspect</c> gets the gradients of parameters: weight gradients by the methods of a training step, which find
/// what was inspected where a step keeps its own. Batch norm and slopes have stored theirs on the way back.
/// </summary>
internal sealed class InspectedGradientEmitter(NetworkPlan plan, InspectedLayerEmitter layers)
{
    public void Emit(SourceWriter writer)
    {
        writer.Line("// the gradients of the weights: a step's own methods, with what was seen in the place of what a step keeps");
        foreach (Stage stage in plan.Stages)
            EmitValues(writer, stage);
        foreach (Stage stage in plan.Stages.Where(stage => stage.TrainsWeights))
        {
            string panels = CSharpLiteral.Of(stage.Panels * stage.Linear!.Pieces);
            writer.Line($"{stage.Linear.PascalName}WeightGradient{plan.Narrowest.Bits}(s, 0, {panels});");
        }

        foreach (Stage stage in plan.Stages.Where(stage => stage.Convolution is not null))
        {
            var phases = new List<Phase>();
            ImagePhases.AddWeights(phases, [stage]);
            foreach (Phase phase in phases)
                writer.Line($"{phase.Method}{plan.Narrowest.Bits}(s, {PhaseCode.Everything(phase)});");
        }

        if (plan.UnfinishedGradients.Count > 0)
            writer.Line("FinishGradients(s);");
    }

    private void EmitValues(SourceWriter writer, Stage stage)
    {
        if (stage.Head is { IsProduct: true, Trainable: true } && stage.Pieces is null)
            writer.Line($"{stage.Delta.Pointer} = {layers.Gradient(IndexOf(stage.Head)).Pointer};");
        int last = stage.Layers.Count > 0 ? IndexOf(stage.Layers[stage.Layers.Count - 1]) : -1;
        if (stage != plan.Last)
            writer.Line($"{stage.Result.Pointer} = {layers.Output(last).Pointer};");
    }

    private int IndexOf(LayerSpec layer) => plan.Spec.Layers.ToList().IndexOf(layer);
}
