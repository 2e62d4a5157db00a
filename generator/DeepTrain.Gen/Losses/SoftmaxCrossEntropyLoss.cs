using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Losses;

/// <summary>Softmax and cross-entropy in one, on logits, shifted by the row's largest.</summary>
internal sealed record SoftmaxCrossEntropyLoss : LossSpec
{
    public static readonly StepKind<LossSpec> Step = new("SoftmaxCrossEntropy", _ => new SoftmaxCrossEntropyLoss());

    public override string Kind => "SoftmaxCrossEntropy";

    public override LossSignal Signal => new SoftmaxLossSignal();

    public override string Title => "softmax cross-entropy on logits";

    public override string Formula =>
        "log(sum exp z) - z[label], which is -log p[label] with p = softmax(z); its derivative is p, less 1 at the label";

    public override string MeanOver => "rows";

    public override OutputTransform Output => OutputTransform.Softmax;

    public override bool TakesLabels(int outputs) => true;

    public override bool KeepsLabels => true;

    public override int Classes(int outputs) => outputs;

    public override void EmitRow(SourceWriter writer, VectorType v, int outputs, bool labels)
    {
        Layers.Activations.SoftmaxRows.EmitExponentials(writer, v, outputs, "z", "d");
        if (labels)
        {
            writer.Line("int label = s->Labels[row];");
            writer.Line($"s->RowLosses[row] = {LogSum(v)} - (z[label] - max);");
            writer.Line($"{v.Float} factor = {v.Broadcast("scale / sum")};");
            ColumnLoop.Emit(
                writer, v, outputs, (offset, _) => writer.Line($"{v.Load("d", offset)} *= factor;"), usesMask: false);
            writer.Line("d[label] -= scale;");
            return;
        }

        writer.Line($"{v.Float} logSum = {v.Broadcast($"{LogSum(v)} + max")};");
        writer.Line($"{v.Float} weights = {v.Zero}, losses = {v.Zero};");
        ColumnLoop.Emit(writer, v, outputs, (offset, mask) =>
        {
            writer.Line($"{v.Float} target = {v.Load("t", offset)};");
            string loss = $"target * (logSum - {v.Load("z", offset)})";
            writer.Line("weights += target; // padding targets are 0");
            writer.Line($"losses += {(mask is null ? loss : v.Select(mask, loss, v.Zero))};");
        });
        writer.Line($"s->RowLosses[row] = {v.Across("Sum", "losses", outputs)};");
        writer.Line($"{v.Float} factor = {v.Broadcast(v.Across("Sum", "weights", outputs) + " / sum")};");
        ColumnLoop.Emit(writer, v, outputs, (offset, _) =>
        {
            string d = v.Load("d", offset), t = v.Load("t", offset);
            writer.Line($"{d} = ({d} * factor - {t}) * {v.Broadcast("scale")};");
        }, usesMask: false);
    }

    // what is wider is dearer to turn than to sum across
    public override bool UsesLanes(int outputs) => outputs <= PanelShape.Granule;

    public override void EmitLanes(SourceWriter writer, VectorType v, int outputs, bool labels, Offset lane)
    {
        const int column = PanelShape.Granule;
        string z = v.Load("z", "k"), t = v.Load("t", "k"), ofLane = v.Load("t", lane);
        writer.Line("// the largest output of a row becomes 0, so that no exponential overflows");
        writer.Line($"{v.Float} max = {v.Load("z", lane)};");
        writer.Line(Columns(1, outputs));
        using (writer.Indent())
            writer.Line($"max = {v.MaxNative("max", z)};");
        if (labels)
        {
            string first = lane.IsNone ? "" : $" + {v.BroadcastInt(lane.ToString())}";
            writer.Line($"{v.Int} label = {v.LoadInt("t", lane)} * {column}{first}; // as k counts");
        }

        writer.Line($"{v.Float} sum = {v.Zero}, loss = {v.Zero}{(labels ? "" : $", weight = {v.Zero}")};");
        using (writer.Block(Columns(0, outputs)))
        {
            writer.Line($"{v.Float} below = {z} - max, e = {v.Math("ExpOrZero", "below")};");
            writer.Line($"{z} = e;");
            writer.Line("sum += e;");
            if (labels)
            {
                writer.Line($"{v.Float} isLabel = {v.Class}.Equals(label, {v.BroadcastInt("k")}).AsSingle();");
                writer.Line($"loss = {v.Select("isLabel", "-below", "loss")};");
            }
            else
            {
                writer.Line($"weight += {t};");
                writer.Line($"loss -= {t} * below;");
            }
        }

        writer.Line("// the gradient: p = e / sum, less the target");
        writer.Line($"{v.Float} factor = {(labels ? "scale" : "weight")} / sum;");
        using (writer.Block(Columns(0, outputs)))
        {
            if (labels)
            {
                writer.Line($"{v.Float} isLabel = {v.Class}.Equals(label, {v.BroadcastInt("k")}).AsSingle();");
                writer.Line($"{z} = {z} * factor - {v.Select("isLabel", "scale", v.Zero)};");
            }
            else
            {
                writer.Line($"{z} = ({z} * factor - {t}) * scale;");
            }
        }

        if (outputs < column)
        {
            writer.Line(Columns(outputs, column));
            using (writer.Indent())
                writer.Line($"{z} = {v.Zero}; // padding");
        }

        string log = v.Math("Log", "sum"), total = labels ? $"loss + {log}" : v.Fma("weight", log, "loss");
        writer.Line($"{ofLane} = {total}; // log(sum exp z) - z = log(sum) - below");

        string Columns(int from, int to)
        {
            string start = lane.IsNone ? CSharpLiteral.Of(from * column)
                : from == 0 ? lane.ToString() : $"{lane} + {CSharpLiteral.Of(from * column)}";
            return $"for (int k = {start}; k < {CSharpLiteral.Of(to * column)}; k += {column})";
        }
    }

    // in a register: a call of the library's logarithm would empty all others
    private static string LogSum(VectorType v) => v.Math("Log", v.Broadcast("sum")) + ".ToScalar()";
}
