using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission;

/// <summary>
/// Prints <c>Predict</c> and <c>Loss</c>, which change nothing: any number of threads may call them at once.
/// </summary>
internal sealed class InferenceEmitter(NetworkPlan plan, SurfaceCode code)
{
    /// <summary>
    /// Rows that inference takes at a time, a multiple of both tile heights: scratch memory stays small and near.
    /// </summary>
    private const int BlockRows = 96;

    private readonly NetworkSpec _spec = plan.Spec;

    public void Emit(SourceWriter writer)
    {
        bool hasOneRow = OneRowEmitter.Serves(plan);
        SurfaceCode.Member(writer, "public unsafe void Predict(ReadOnlySpan<float> inputs, Span<float> outputs)", () =>
        {
            writer.Line("int rows = Guard.Rows(inputs, InputSize);");
            writer.Line("Guard.Outputs(outputs.Length, rows, OutputSize);");
            if (hasOneRow)
                EmitOneRow(writer);
            else
                EmitPredictRows(writer);
        });
        if (hasOneRow)
        {
            // a method of its own: its scratch variables would cost the single row a few nanoseconds
            const string parameters = "ReadOnlySpan<float> inputs, Span<float> outputs, int rows";
            using (writer.Block($"private unsafe void PredictRows({parameters})"))
                EmitPredictRows(writer);
            writer.Line();
        }

        EmitLoss(writer, labels: false);
        if (code.TakesLabels)
            EmitLoss(writer, labels: true);
    }

    /// <summary>Prints what the methods above call.</summary>
    public static void EmitHelpers(SourceWriter writer)
    {
        using (writer.Block("private static unsafe void Infer(Kernels.Step* s)"))
            SurfaceCode.Dispatch(writer, "Kernels.Infer", "(s);");
        writer.Line();
        writer.Line("// Inference works in memory of the calling thread.");
        using (writer.Block("private unsafe void PrepareInference(Kernels.Step* s, int rows)"))
        {
            writer.Line("float* memory = ThreadScratch.Rent((nint)rows * Kernels.InferenceFloatsPerRow);");
            writer.Line("UseParameters(s);");
            writer.Line("Kernels.PlaceInference(s, memory, rows);");
        }

        writer.Line();
    }

    private static void EmitOneRow(SourceWriter writer)
    {
        using (writer.Block("if (rows != 1)"))
        {
            writer.Line("PredictRows(inputs, outputs, rows);");
            writer.Line("return;");
        }

        writer.Line();
        writer.Line("fixed (float* x = inputs, y = outputs)");
        using (writer.Block(""))
            SurfaceCode.Dispatch(writer, "Kernels.PredictRow", "(_step, x, y);");
        writer.Line("GC.KeepAlive(this);");
    }

    private void EmitPredictRows(SourceWriter writer)
    {
        RowBuffer result = plan.Last.Result;
        EmitPreparation(writer);
        writer.Line("fixed (float* x = inputs, y = outputs)");
        EmitBlocks(writer, () =>
        {
            writer.Line("Infer(s);");
            if (_spec.Loss.Output != OutputTransform.None)
                SurfaceCode.Dispatch(writer, "Kernels.Probabilities", "(s);");
            const string firstOutput = "y + (nint)first * OutputSize";
            writer.Line($"RowCopy.Gather({result.Pointer}, {result.Stride}, s->Rows, OutputSize, {firstOutput});");
        });
        writer.Line("GC.KeepAlive(this);");
    }

    private void EmitLoss(SourceWriter writer, bool labels)
    {
        string header = $"public unsafe float Loss(ReadOnlySpan<float> inputs, {SurfaceCode.Second(labels)})";
        SurfaceCode.Member(writer, header, () =>
        {
            code.EmitGuards(writer, labels);
            EmitPreparation(writer);
            writer.Line("double total = 0;");
            SurfaceCode.EmitFixed(writer, labels);
            EmitBlocks(writer, () =>
            {
                code.EmitTargets(writer, labels, "t + (nint)first" + (labels ? "" : " * OutputSize"));
                writer.Line("Infer(s);");
                SurfaceCode.Dispatch(writer, "Kernels.LossRows", "(s, 0, s->Rows);");
                writer.Line("for (int row = 0; row < s->Rows; row++)");
                using (writer.Indent())
                    writer.Line("total += s->RowLosses[row];");
            });
            writer.Line($"total /= {code.MeanOver("rows")};");
            if (code.HasPenalties)
                writer.Line("total += Kernels.Penalties(s);");
            writer.Line("GC.KeepAlive(this);");
            writer.Line("return (float)total;");
        });
    }

    private static void EmitPreparation(SourceWriter writer)
    {
        writer.Line("Kernels.Step step = default;");
        writer.Line("Kernels.Step* s = &step;");
        writer.Line($"int block = Math.Min(rows, {CSharpLiteral.Of(BlockRows)});");
        writer.Line("PrepareInference(s, block);");
    }

    private static void EmitBlocks(SourceWriter writer, Action body)
    {
        using (writer.Block(""))
        using (writer.Block("for (int first = 0; first < rows; first += block)"))
        {
            writer.Line("s->Rows = Math.Min(block, rows - first);");
            writer.Line("s->Inputs = x + (nint)first * InputSize;");
            body();
        }
    }
}
