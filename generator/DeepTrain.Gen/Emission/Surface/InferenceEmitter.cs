using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission;

/// <summary>
/// Prints <c>Predict</c> and <c>Loss</c>, which change nothing: any number of threads may call them at once.
/// </summary>
internal sealed class InferenceEmitter(NetworkPlan plan, EntryCode code)
{

    private readonly NetworkSpec _spec = plan.Spec;

    public void Emit(SourceWriter writer)
    {
        bool hasOneRow = OneRowEmitter.Serves(plan);
        writer.Line("// The outputs of any number of rows.");
        string outputs = $"{Import.Span}<float> outputs";
        using (writer.Block($"public static void Predict({Import.NetworkState} state, {EntryCode.Inputs}, {outputs})"))
        {
            writer.Line($"int rows = {Import.Guard}.Rows(inputs, InputSize);");
            writer.Line($"{Import.Guard}.Outputs(outputs, inputs, rows, OutputSize);");
            if (hasOneRow)
                EmitOneRow(writer);
            else
                EmitPredictRows(writer);
        }

        writer.Line();
        if (hasOneRow)
        {
            // a method of its own: its scratch variables would cost the single row a few nanoseconds
            using (writer.Block($"private static void PredictRows({Import.NetworkState} state, {EntryCode.Inputs}, {outputs}, int rows)"))
                EmitPredictRows(writer);
            writer.Line();
        }

        foreach (bool labels in code.Overloads)
        {
            EmitLoss(writer, labels, weighted: false);
            EmitLoss(writer, labels, weighted: true);
        }

        using (writer.Block("private static void Infer(Step* s)"))
            EntryCode.Dispatch(writer, plan, "Infer", "(s);");
        writer.Line();
        writer.Line("// Inference works in memory of the calling thread.");
        using (writer.Block($"private static void PrepareInference({Import.NetworkState} state, Step* s, int rows)"))
        {
            writer.Line($"float* memory = {Import.ThreadScratch}.Rent((long)rows * InferenceFloatsPerRow);");
            writer.Line("UseParameters(state, s);");
            writer.Line("PlaceInference(s, memory, rows);");
        }

        writer.Line();
    }

    private void EmitOneRow(SourceWriter writer)
    {
        using (writer.Block("if (rows != 1)"))
        {
            writer.Line("PredictRows(state, inputs, outputs, rows);");
            writer.Line("return;");
        }

        writer.Line();
        writer.Line("fixed (float* x = inputs, y = outputs)");
        using (writer.Block(""))
            EntryCode.Dispatch(writer, plan, "PredictRow", "((Step*)state.Step, x, y);");
        writer.Line($"{Import.GC}.KeepAlive(state);");
    }

    private void EmitPredictRows(SourceWriter writer)
    {
        ValueBuffer result = plan.Last.Result;
        EmitPreparation(writer);
        writer.Line("fixed (float* x = inputs, y = outputs)");
        EmitBlocks(writer, () =>
        {
            writer.Line("Infer(s);");
            if (_spec.Loss.Output != OutputTransform.None)
                EntryCode.Dispatch(writer, plan, "Probabilities", "(s);");
            const string firstOutput = "&y[(long)first * OutputSize]";
            writer.Line($"{Import.RowCopy}.Gather({result.Pointer}, {result.Stride}, s->Rows, OutputSize, {firstOutput});");
        });
        writer.Line($"{Import.GC}.KeepAlive(state);");
    }

    private void EmitLoss(SourceWriter writer, bool labels, bool weighted)
    {
        writer.Line($"// The mean loss{(weighted ? ", each row with its weight" : "")}, penalties included.");
        string parameters = $"{Import.NetworkState} state, {EntryCode.Inputs}, {EntryCode.Second(labels)}"
            + (weighted ? $", {Import.ReadOnlySpan}<float> rowWeights" : "");
        using (writer.Block($"public static float Loss({parameters})"))
        {
            code.EmitGuards(writer, labels);
            if (weighted)
                writer.Line($"double sum = {Import.Guard}.RowWeights(rowWeights, rows);");
            EmitPreparation(writer);
            writer.Line("double total = 0;");
            EntryCode.EmitFixed(writer, labels);
            EmitBlocks(writer, () =>
            {
                code.EmitTargets(writer, labels, "first");
                writer.Line("Infer(s);");
                EntryCode.Dispatch(writer, plan, "LossRows", "(s, 0, s->Rows);");
                if (weighted)
                {
                    writer.Line($"total += {Import.WeightedRows}.Sum(rowWeights.Slice(first, s->Rows), s->RowLosses);");
                    return;
                }

                writer.Line("for (int row = 0; row < s->Rows; row++)");
                using (writer.Indent())
                    writer.Line("total += s->RowLosses[row];");
            });
            writer.Line($"total /= {code.MeanOver(weighted ? "sum" : "rows")};");
            if (code.HasPenalties)
                writer.Line("total += Penalties(state);");
            writer.Line($"{Import.GC}.KeepAlive(state);");
            writer.Line("return (float)total;");
        }

        writer.Line();
    }

    private void EmitPreparation(SourceWriter writer)
    {
        writer.Line("Step step = default;");
        writer.Line("Step* s = &step;");
        writer.Line($"int block = {Import.Math}.Min(rows, {CSharpLiteral.Of(plan.InferenceRows)});");
        writer.Line("PrepareInference(state, s, block);");
    }

    // counted by the rows that were there: rows may be so many that one block more is no int
    private static void EmitBlocks(SourceWriter writer, Action body)
    {
        using (writer.Block(""))
        using (writer.Block("for (int first = 0; first < rows; first += s->Rows)"))
        {
            writer.Line($"s->Rows = {Import.Math}.Min(block, rows - first);");
            writer.Line("s->Inputs = &x[(long)first * InputSize];");
            body();
        }
    }
}
