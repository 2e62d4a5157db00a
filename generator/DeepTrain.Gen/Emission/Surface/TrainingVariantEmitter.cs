using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Emission;

/// <summary>
/// Prints the calls beside the fast path: training with a weight for each row, and gradients that are added to those that are
/// there. One method for each kind of targets serves them all; a step of theirs has the same phases.
/// </summary>
internal sealed class TrainingVariantEmitter(NetworkPlan plan, EntryCode code)
{
    private static string Weights => $"{Import.ReadOnlySpan}<float> rowWeights";

    public void Emit(SourceWriter writer)
    {
        foreach (bool labels in code.Overloads)
        {
            EmitEntry(writer, labels, "TrainBatch", weighted: true, "Update");
            EmitEntry(writer, labels, "ComputeGradients", weighted: true, "Keep");
            EmitEntry(writer, labels, "Accumulate", weighted: false, "Add");
            EmitEntry(writer, labels, "Accumulate", weighted: true, "Add");
            EmitTrain(writer, labels);
        }

        EmitAccumulate(writer);
        EmitWeighRows(writer);
    }

    private static void EmitEntry(SourceWriter writer, bool labels, string name, bool weighted, string use)
    {
        bool adds = use == "Add";
        string parameters = $"{Import.NetworkState} state, {EntryCode.Inputs}, {EntryCode.Second(labels)}"
            + (weighted ? ", " + Weights : "") + (adds ? ", float scale" : "");
        string arguments = $"state, inputs, {(labels ? "labels" : "targets")}, {Import.GradientUse}.{use}, "
            + $"isWeighted: {CSharpLiteral.Of(weighted)}, {(weighted ? "rowWeights" : "default")}, {(adds ? "scale" : "1f")}";
        using (writer.Block($"public static float {name}({parameters})"))
            writer.Line($"return Train({arguments});");
        writer.Line();
    }

    private void EmitTrain(SourceWriter writer, bool labels)
    {
        writer.Line("// TrainBatch and ComputeGradients with a weight for each row, and Accumulate.");
        using (writer.Block($"private static float Train({Import.NetworkState} state, {EntryCode.Inputs}, {EntryCode.Second(labels)}, "
            + $"{Import.GradientUse} use, bool isWeighted, {Weights}, float scale)"))
        {
            code.EmitGuards(writer, labels);
            writer.Line($"double sum = isWeighted ? {Import.Guard}.RowWeights(rowWeights, rows) : 0;");
            writer.Line($"{Import.Guard}.Scale(scale);");
            writer.Line("state.Enter();");
            using (writer.Block("try"))
            {
                writer.Line("Step* s = PrepareRows(state, rows);");
                writer.Line("s->RowWeights = isWeighted ? state.UseRowWeights(rowWeights, sum) : null;");
                EntryCode.EmitFixed(writer, labels);
                using (writer.Block(""))
                {
                    writer.Line("s->Inputs = x;");
                    code.EmitTargets(writer, labels, first: null);
                    EmitRun(writer);
                }
            }

            using (writer.Block("finally"))
            {
                writer.Line("((Step*)state.Step)->RowWeights = null;");
                writer.Line("state.Exit();");
                writer.Line($"{Import.GC}.KeepAlive(state);");
            }
        }

        writer.Line();
    }

    private void EmitRun(SourceWriter writer)
    {
        writer.Line($"if (use == {Import.GradientUse}.Add)");
        writer.Line("    return Accumulate(state, s, scale);");
        if (plan.UpdatesTiles)
        {
            writer.Line($"if (use == {Import.GradientUse}.Update && rows <= {Import.RowBlocks}.Longest)");
            writer.Line("    return Run(state, s, updates: true);");
        }

        writer.Line($"float loss = {Run};");
        using (writer.Block($"if (use == {Import.GradientUse}.Update)"))
        {
            writer.Line("Apply(state);");
            writer.Line("state.HasGradients = false;");
        }

        writer.Line("return loss;");
    }

    private string Run => plan.UpdatesTiles ? "Run(state, s, updates: false)" : "Run(state, s)";

    private void EmitAccumulate(SourceWriter writer)
    {
        writer.Line("// The gradients of the batch, times scale, added to those that no update has used yet.");
        using (writer.Block($"private static float Accumulate({Import.NetworkState} state, Step* s, float scale)"))
        {
            writer.Line("s->Gradients = state.BeginAccumulation();");
            using (writer.Block("try"))
            {
                writer.Line($"float loss = {Run};");
                writer.Line("state.EndAccumulation(scale);");
                writer.Line("return loss;");
            }

            using (writer.Block("finally"))
                writer.Line("s->Gradients = state.Gradients;");
        }

        writer.Line();
    }

    private void EmitWeighRows(SourceWriter writer)
    {
        ValueBuffer delta = plan.Last.Delta;
        writer.Line("// Where rows have weights: loss and gradient of the rows from first to end, each times its own.");
        using (writer.Block("private static void WeighRows(Step* s, int first, int end)"))
        {
            writer.Line($"{Import.WeightedRows}.Weigh("
                + $"s->RowWeights, first, end, s->RowLosses, {delta.Pointer}, {delta.Stride}, {PanelShape.Padded(plan.Outputs)});");
        }

        writer.Line();
    }
}
