using DeepTrain.Gen.Layers.Activations;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Emission;

/// <summary>
/// Prints the loss with its gradient, the penalties on weights, and what turns outputs into probabilities.
/// </summary>
internal static class LossEmitter
{
    public static void Emit(SourceWriter writer, NetworkPlan plan, VectorType v)
    {
        LossSpec loss = plan.Spec.Loss;
        if (loss.KeepsLabels)
        {
            EmitChoice(writer, loss, v);
            EmitRows(writer, plan, v, "LossOfTargets", withLabels: false);
            EmitRows(writer, plan, v, "LossOfLabels", withLabels: true);
        }
        else
        {
            EmitRows(writer, plan, v, "LossRows", withLabels: false);
        }

        if (loss.Output != OutputTransform.None)
            EmitOutputs(writer, plan, v);
        PenaltyEmitter.EmitGradients(writer, plan, v);
        if (v == plan.Widths[0])
            PenaltyEmitter.Emit(writer, plan);
    }

    private static void EmitChoice(SourceWriter writer, LossSpec loss, VectorType v)
    {
        EmitTitle(writer, loss, "targets or labels");
        using (writer.Block($"public static void LossRows{v.Bits}(Step* s, int first, int end)"))
        {
            writer.Line("if (s->Labels is null)");
            using (writer.Indent())
                writer.Line($"LossOfTargets{v.Bits}(s, first, end);");
            writer.Line("else");
            using (writer.Indent())
                writer.Line($"LossOfLabels{v.Bits}(s, first, end);");
        }

        writer.Line();
    }

    private static void EmitRows(SourceWriter writer, NetworkPlan plan, VectorType v, string name, bool withLabels)
    {
        LossSpec loss = plan.Spec.Loss;
        bool usesLanes = loss.UsesLanes(plan.Outputs);
        EmitTitle(writer, loss, withLabels ? "labels" : "targets");
        if (usesLanes)
            writer.Line($"[{Import.SkipLocalsInitAttribute}]");
        using (writer.Block($"public static void {name}{v.Bits}(Step* s, int first, int end)"))
        {
            if (usesLanes)
                EmitLanesLoop(writer, plan, v, withLabels);
            else
                EmitLoop(writer, plan, v, withLabels);
        }

        writer.Line();
    }

    private static void EmitTitle(SourceWriter writer, LossSpec loss, string of)
    {
        writer.Line($"// {Capital(loss.Title)}, against {of}, for the rows from first to end, and its gradient:");
        writer.Line($"// the mean over {loss.MeanOver} of {loss.Formula}.");
        writer.Line(TileCode.Attribute);
    }

    private static void EmitLoop(SourceWriter writer, NetworkPlan plan, VectorType v, bool withLabels)
    {
        ValueBuffer outputs = plan.Last.Result, delta = plan.Last.Delta;
        writer.Line("float scale = s->Scale;");
        using (writer.Block("for (int row = first; row < end; row++)"))
        {
            string z = $"&{outputs.Pointer}[(long)row * {outputs.Stride}]";
            string d = $"&{delta.Pointer}[(long)row * {delta.Stride}]";
            writer.Line($"float* z = {z}, d = {d};");
            if (!withLabels)
                writer.Line($"float* t = &s->Targets[(long)row * {PanelShape.Padded(plan.Outputs)}];");
            plan.Spec.Loss.EmitRow(writer, v, plan.Outputs, withLabels);
        }
    }

    private static void EmitLanesLoop(SourceWriter writer, NetworkPlan plan, VectorType v, bool withLabels)
    {
        const int size = PanelShape.Granule;
        ValueBuffer outputs = plan.Last.Result, delta = plan.Last.Delta;
        string second = withLabels ? "labels" : "targets";
        writer.Line($"// {size} rows at a time, one in each lane: no sum goes across a vector, and rows share a logarithm.");
        writer.Line($"// So z[{size} * column + row] is an output, and a step of {size} goes from one column to the next.");
        writer.Line($"{Import.Unsafe}.SkipInit(out {Import.VectorRoom} outputs);");
        writer.Line($"{Import.Unsafe}.SkipInit(out {Import.VectorRoom} {second});");
        writer.Line($"float* z = {Import.VectorRoom}.Start(&outputs), t = {Import.VectorRoom}.Start(&{second});");
        writer.Line($"{v.Float} scale = {v.Broadcast("s->Scale")};");
        using (writer.Block($"for (int row = first; row < end; row += {size})"))
        {
            writer.Line($"int rows = {Import.Math}.Min({size}, end - row);");
            writer.Line($"{Import.RowLanes}.Read(&{outputs.Pointer}[(long)row * {outputs.Stride}], {outputs.Stride}, rows, z);");
            writer.Line(withLabels
                ? $"{Import.RowLanes}.ReadLabels(&s->Labels[row], rows, t);"
                : $"{Import.RowLanes}.Read(&s->Targets[(long)row * {size}], {size}, rows, t);");
            if (v.Lanes == size)
            {
                plan.Spec.Loss.EmitLanes(writer, v, plan.Outputs, withLabels, 0);
            }
            else
            {
                using (writer.Block($"for (int lane = 0; lane < {size}; lane += {CSharpLiteral.Of(v.Lanes)})"))
                    plan.Spec.Loss.EmitLanes(writer, v, plan.Outputs, withLabels, "lane");
            }

            writer.Line($"{Import.RowLanes}.Write(z, &{delta.Pointer}[(long)row * {delta.Stride}], {delta.Stride}, rows);");
            writer.Line($"{Import.RowCopy}.Gather(t, {size}, 1, rows, &s->RowLosses[row]);");
        }
    }

    private static void EmitOutputs(SourceWriter writer, NetworkPlan plan, VectorType v)
    {
        ValueBuffer outputs = plan.Last.Result;
        bool softmax = plan.Spec.Loss.Output == OutputTransform.Softmax;
        string formula = softmax ? "exp(z) / sum exp(z)" : "1 / (1 + exp(-z))";
        writer.Line($"// Logits become probabilities: p = {formula}, in place.");
        writer.Line(TileCode.Attribute);
        using (writer.Block($"public static void Probabilities{v.Bits}(Step* s)"))
        using (writer.Block("for (int row = 0; row < s->Rows; row++)"))
        {
            writer.Line($"float* z = &{outputs.Pointer}[(long)row * {outputs.Stride}];");
            if (softmax)
            {
                SoftmaxRows.EmitForward(writer, v, plan.Outputs, "z", "z", isOutput: true);
            }
            else
            {
                ColumnLoop.Emit(writer, v, plan.Outputs, (offset, _) =>
                {
                    string z = v.Load("z", offset);
                    writer.Line($"{z} = {v.Math("Sigmoid", z)};");
                }, usesMask: false);
            }
        }

        writer.Line();
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text.Substring(1);
}
