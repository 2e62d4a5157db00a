using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Emission;

/// <summary>What the emitters of public methods have in common: checks, targets, the branch on the vector width.</summary>
internal sealed class SurfaceCode(NetworkPlan plan)
{
    private readonly LossSpec _loss = plan.Spec.Loss;

    public bool TakesLabels => _loss.TakesLabels(plan.Outputs);

    public bool HasPenalties => plan.LinearLayers.Any(PenaltyCode.Has);

    /// <summary>What a loss is the mean over, as a double.</summary>
    public string MeanOver(string rows) =>
        _loss is Losses.ElementwiseLoss && plan.Outputs > 1 ? $"({rows} * (double)OutputSize)" : $"(double){rows}";

    public static string Second(bool labels) => labels ? "ReadOnlySpan<int> labels" : "ReadOnlySpan<float> targets";

    public void EmitGuards(SourceWriter writer, bool labels)
    {
        writer.Line("int rows = Guard.Rows(inputs, InputSize);");
        writer.Line(labels
            ? $"Guard.Labels(labels, rows, {CSharpLiteral.Of(_loss.Classes(plan.Outputs))});"
            : "Guard.Targets(targets.Length, rows, OutputSize);");
    }

    /// <summary>The inputs and what is to be learned of them, held in place under the names <c>x</c> and <c>t</c>.</summary>
    public static void EmitFixed(SourceWriter writer, bool labels)
    {
        writer.Line("fixed (float* x = inputs)");
        writer.Line(labels ? "fixed (int* t = labels)" : "fixed (float* t = targets)");
    }

    /// <summary>Gives the step its targets or labels; narrow target rows are copied to get their padding.</summary>
    public void EmitTargets(SourceWriter writer, bool labels, string source)
    {
        if (labels && LossEmitter.UsesLabels(plan))
        {
            writer.Line($"s->Labels = {source};");
            return;
        }

        if (LossEmitter.UsesLabels(plan))
            writer.Line("s->Labels = null;");
        int padded = PanelShape.Padded(plan.Outputs);
        if (labels)
        {
            string labelsOf = source.Contains(' ') ? $"({source})" : source;
            writer.Line("// one output: the label is its target");
            writer.Line("for (int row = 0; row < s->Rows; row++)");
            using (writer.Indent())
                writer.Line($"s->PaddedTargets[(nint)row * {padded}] = {labelsOf}[row];");
            writer.Line("s->Targets = s->PaddedTargets;");
        }
        else if (plan.PadsTargets)
        {
            writer.Line($"RowCopy.Spread({source}, s->Rows, OutputSize, s->PaddedTargets, {padded});");
            writer.Line("s->Targets = s->PaddedTargets;");
        }
        else
        {
            writer.Line($"s->Targets = {source};");
        }
    }

    /// <summary>The one branch on the machine's vectors that each entry takes.</summary>
    public static void Dispatch(SourceWriter writer, string method, string arguments)
    {
        writer.Line("if (Vector512.IsHardwareAccelerated)");
        using (writer.Indent())
            writer.Line($"{method}512{arguments}");
        writer.Line("else");
        using (writer.Indent())
            writer.Line($"{method}256{arguments}");
    }

    /// <summary>A public member whose documentation is the interface's, or a summary of its own.</summary>
    public static void Member(SourceWriter writer, string header, Action? body, string? summary = null)
    {
        writer.Line(summary is null ? "/// <inheritdoc/>" : $"/// <summary>{summary}</summary>");
        if (body is null)
        {
            writer.Line(header);
        }
        else
        {
            using (writer.Block(header))
                body();
        }

        writer.Line();
    }
}
