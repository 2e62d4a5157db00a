using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Emission;

/// <summary>
/// What the methods that users reach have in common: they check their arguments, take the targets, and branch once on the
/// vector width.
/// </summary>
internal sealed class EntryCode(NetworkPlan plan)
{
    public static string Inputs => $"{Import.ReadOnlySpan}<float> inputs";

    private readonly LossSpec _loss = plan.Spec.Loss;

    public bool TakesLabels => _loss.TakesLabels(plan.Outputs);

    /// <summary>The kinds of targets there is a method for.</summary>
    public IReadOnlyList<bool> Overloads => TakesLabels ? [false, true] : [false];

    public bool HasPenalties => plan.LinearLayers.Any(PenaltyCode.Has);

    /// <summary>What a loss is the mean over, as a double.</summary>
    public string MeanOver(string rows) =>
        _loss.AveragesOutputs && plan.Outputs > 1 ? $"({rows} * (double)OutputSize)" : $"(double){rows}";

    public static string Second(bool labels) => labels ? $"{Import.ReadOnlySpan}<int> labels" : $"{Import.ReadOnlySpan}<float> targets";

    /// <summary>Checks what can be checked before anything is copied; declares <c>rows</c>.</summary>
    public void EmitGuards(SourceWriter writer, bool labels)
    {
        writer.Line($"int rows = {Import.Guard}.Rows(inputs, InputSize);");
        writer.Line(labels ? $"{Import.Guard}.LabelCount(labels.Length, rows);"
            : _loss.TargetsAreProbabilities ? $"{Import.Guard}.Probabilities(targets, rows, OutputSize);"
            : $"{Import.Guard}.Targets(targets.Length, rows, OutputSize);");
    }

    /// <summary>The inputs, and the targets unless they are labels, held in place under the names <c>x</c> and <c>t</c>.</summary>
    public static void EmitFixed(SourceWriter writer, bool labels)
    {
        writer.Line("fixed (float* x = inputs)");
        if (!labels)
            writer.Line("fixed (float* t = targets)");
    }

    /// <summary>
    /// Gives the step its targets or labels: labels are copied and the copies checked, narrow target rows are copied to get
    /// their padding.
    /// </summary>
    /// <param name="first">The first row of a block of rows; null for all rows.</param>
    public void EmitTargets(SourceWriter writer, bool labels, string? first)
    {
        bool keepsLabels = _loss.KeepsLabels;
        int padded = PanelShape.Padded(plan.Outputs);
        string labelsOf = first is null ? "labels" : $"labels.Slice({first}, s->Rows)", number = first ?? "0";
        if (labels && keepsLabels)
        {
            writer.Line($"{Import.LabelCopy}.Take({labelsOf}, {CSharpLiteral.Of(_loss.Classes(plan.Outputs))}, {number}, s->LabelRows);");
            writer.Line("s->Labels = s->LabelRows;");
            return;
        }

        if (keepsLabels)
            writer.Line("s->Labels = null;");
        if (labels)
        {
            writer.Line("// one output: the label is its target");
            writer.Line($"{Import.LabelCopy}.TakeAsTargets({labelsOf}, {number}, s->PaddedTargets, {padded});");
            writer.Line("s->Targets = s->PaddedTargets;");
            return;
        }

        string source = first is null ? "t" : $"&t[(long){first} * OutputSize]";
        if (plan.PadsTargets)
        {
            writer.Line($"{Import.RowCopy}.Spread({source}, s->Rows, OutputSize, s->PaddedTargets, {padded});");
            writer.Line("s->Targets = s->PaddedTargets;");
        }
        else
        {
            writer.Line($"s->Targets = {source};");
        }
    }

    /// <summary>The one branch on the machine's vectors that each entry takes.</summary>
    public static void Dispatch(SourceWriter writer, NetworkPlan plan, string method, string arguments) =>
        Dispatch(writer, plan, v => method + CSharpLiteral.Of(v.Bits) + arguments);

    /// <summary>The same for a statement: the widest vectors that the machine has, and the narrowest where it has none of them.</summary>
    public static void Dispatch(SourceWriter writer, NetworkPlan plan, Func<VectorType, string> statement)
    {
        if (plan.Widths.Count == 1)
        {
            writer.Line(statement(plan.Narrowest));
            return;
        }

        string start = "if";
        foreach (VectorType v in plan.Widths.Where(v => v != plan.Narrowest))
        {
            writer.Line($"{start} ({v.IsAccelerated})");
            using (writer.Indent())
                writer.Line(statement(v));
            start = "else if";
        }

        writer.Line("else");
        using (writer.Indent())
            writer.Line(statement(plan.Narrowest));
    }

    /// <summary>
    /// Writes a method of a network that one call at a time may be in: the checks, then the body between
    /// <c>Enter</c> and <c>Exit</c>.
    /// </summary>
    public static void EmitExclusive(SourceWriter writer, string header, Action checks, Action body)
    {
        using (writer.Block(header))
        {
            checks();
            writer.Line("state.Enter();");
            using (writer.Block("try"))
                body();
            using (writer.Block("finally"))
            {
                writer.Line("state.Exit();");
                writer.Line($"{Import.GC}.KeepAlive(state);");
            }
        }

        writer.Line();
    }
}
