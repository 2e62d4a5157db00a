using DeepTrain.Gen.Layers;
using DeepTrain.Gen.Layers.Linear;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission;

/// <summary>
/// Prints what follows a product and works column by column: a run of layers becomes one method that takes a range of
/// columns through all of them, each value in a register from its first layer to its last. Only batch norm, which has to see
/// a whole column first, cuts a run's loop over the rows in two.
/// </summary>
internal sealed class ColumnPassEmitter(VectorType v)
{
    public static string ForwardMethod(Stage stage, int start, VectorType v) =>
        ColumnRun.NameOf(stage, start) + "Forward" + CSharpLiteral.Of(v.Bits);

    public static string InferMethod(Stage stage, int start, VectorType v) =>
        ColumnRun.NameOf(stage, start) + "Infer" + CSharpLiteral.Of(v.Bits);

    public static string BackwardMethod(Stage stage, int start, VectorType v) =>
        ColumnRun.NameOf(stage, start) + "Backward" + CSharpLiteral.Of(v.Bits);

    public void EmitForward(SourceWriter writer, Stage stage, int start, int end)
    {
        var code = new ElementCode(v);
        var loops = new List<ColumnStep>();
        bool hasPieces = start == 0 && stage.Pieces is not null;
        var section = new Section(code, v, FirstRow(stage, start));
        string x = "";
        int next = start;
        if (hasPieces)
        {
            x = MaxoutColumns.EmitForward(code, stage, section.Cursor(stage.Pieces!));
            if (stage.IsSaved(0))
                section.Store(stage.Values[0], x);
        }
        else if (!(start < end && stage.Chain[start] is INormaliser))
        {
            x = section.Load(stage.Values[start == 0 ? stage.Landing : start], "input");
        }

        for (; next < end; next++)
        {
            LayerSpec layer = stage.Chain[next];
            if (layer is INormaliser normaliser)
            {
                if (!section.IsEmpty)
                    loops.Add(section.Close());
                IEnumerable<string> statistics = normaliser.EmitStatistics(code, stage.Values[next]);
                loops.AddRange(statistics.Select(line => (ColumnStep)line));
                section = new Section(code, v);
                x = normaliser.EmitForward(code, section.Load(stage.Values[next], "input"));
            }
            else
            {
                x = ((IElementwise)layer).Forward(code, x);
            }

            if (stage.IsSaved(next + 1))
                section.Store(stage.Values[next + 1], x);
        }

        loops.Add(section.Close());
        IEnumerable<string> comment =
            Describe(stage, start, end, isForward: true, i => FormulaOf(stage.Chain[i]));
        bool hasFirstRow = stage.Epilogue is not null && start == 0;
        WriteMethod(writer, ForwardMethod(stage, start, v), comment, code, loops, hasFirstRow);
    }

    public void EmitInfer(SourceWriter writer, Stage stage, int start, int end)
    {
        var code = new ElementCode(v);
        var section = new Section(code, v);
        string x = start == 0 && stage.Pieces is not null
            ? MaxoutColumns.EmitForward(code, stage, section.Cursor(stage.Pieces))
            : section.Load(stage.Result, "input");
        for (int i = start; i < end; i++)
        {
            x = stage.Chain[i] is INormaliser normaliser
                ? normaliser.EmitInfer(code, x)
                : ((IElementwise)stage.Chain[i]).Infer(code, x);
        }

        section.Store(stage.Result, x);
        var names = stage.Chain.Skip(start).Take(end - start).Select(layer => layer.Name).ToList();
        if (start == 0 && stage.Pieces is not null)
            names.Insert(0, $"{stage.Linear!.Name}'s choice among {stage.Linear.Pieces} pieces");
        string comment = $"{string.Join(", ", names)} in inference, for the columns from first to end.";
        WriteMethod(writer, InferMethod(stage, start, v), [comment], code, [section.Close()], false);
    }

    public void EmitBackward(SourceWriter writer, Stage stage, int start, int end)
    {
        var code = new ElementCode(v);
        var loops = new List<ColumnStep>();
        var section = new Section(code, v, FirstRow(stage, start));
        string gradient = section.Load(stage.Delta, "gradient");
        int last = Math.Max(start, stage.BackwardEnd);
        bool goesOn = stage.TrainsChainInput || start > stage.BackwardEnd;
        for (int i = end - 1; i >= last; i--)
        {
            LayerSpec layer = stage.Chain[i];
            if (layer is INormaliser normaliser)
            {
                string input = section.Load(stage.Values[i], layer.LocalName("Input"));
                normaliser.EmitSums(code, gradient, input);
                section.Store(stage.Delta, gradient);
                loops.Add(section.Close());
                loops.AddRange(normaliser.EmitMeans(code).Select(line => (ColumnStep)line));
                section = new Section(code, v);
                if (i == last && !goesOn)
                    break;
                gradient = section.Load(stage.Delta, "gradient");
                input = section.Load(stage.Values[i], layer.LocalName("Input"));
                gradient = normaliser.EmitBackward(code, gradient, input);
            }
            else if (stage.IsGated(i))
            {
                string output = section.Load(stage.Values[i + 1], layer.LocalName("Output"));
                gradient = ((IGate)layer).BackwardThroughGate(code, gradient, output);
                i--; // the ReLU is done with it
            }
            else
            {
                var element = (IElementwise)layer;
                bool readsInput = (element.Needs & Saved.Input) != 0, readsOutput = (element.Needs & Saved.Output) != 0;
                string input = readsInput ? section.Load(stage.Values[i], layer.LocalName("Input")) : "";
                string output = readsOutput ? section.Load(stage.Values[i + 1], layer.LocalName("Output")) : "";
                gradient = element.Backward(code, gradient, input, output);
            }
        }

        if (start == 0 && stage.Pieces is not null && stage.TrainsChainInput)
            MaxoutColumns.EmitBackward(
                code, stage, gradient, section.Cursor(stage.Pieces), section.Cursor(stage.PieceDelta!));
        else if (goesOn)
            section.Store(stage.Delta, gradient);
        if (!section.IsEmpty)
            loops.Add(section.Close());
        IEnumerable<string> comment =
            Describe(stage, last, end, isForward: false, i => DerivativeOf(stage, i));
        bool hasFirstRow = stage.Epilogue is not null && start == 0;
        WriteMethod(writer, BackwardMethod(stage, start, v), comment, code, loops, hasFirstRow);
    }

    /// <summary>A run that rides in a product's epilogue serves the rows that are in no whole tile.</summary>
    private static Offset FirstRow(Stage stage, int start) => stage.Epilogue is not null && start == 0 ? "firstRow" : 0;

    private static string FormulaOf(LayerSpec layer) => layer is INormaliser normaliser ? normaliser.Formula : ((IElementwise)layer).Formula;

    private static string? DerivativeOf(Stage stage, int layer) =>
        stage.IsGated(layer) ? ((IGate)stage.Chain[layer]).GatedDerivative(stage.Chain[layer - 1])
        : stage.IsGated(layer + 1) ? null
        : stage.Chain[layer] is INormaliser normaliser ? normaliser.Derivative
        : ((IElementwise)stage.Chain[layer]).Derivative;

    private static IEnumerable<string> Describe(
        Stage stage, int start, int end, bool isForward, Func<int, string?> formula)
    {
        var layers = Enumerable.Range(start, end - start).ToList();
        if (!isForward)
            layers.Reverse();
        var names = layers.Select(layer => stage.Chain[layer].Label).ToList();
        if (start == 0 && stage.Pieces is not null)
            names.Insert(isForward ? 0 : names.Count, $"{stage.Linear!.Name}'s choice among {stage.Linear.Pieces} pieces");
        string direction = isForward ? "forward" : "backward";
        yield return $"{string.Join(", ", names)}: {direction} for the columns from first to end.";
        foreach (int layer in layers)
        {
            if (formula(layer) is { } result)
                yield return $"  {stage.Chain[layer].Name}: {(isForward ? "y" : "dy/dx")} = {result}";
        }
    }

    private void WriteMethod(
        SourceWriter writer, string name, IEnumerable<string> comment, ElementCode code,
        IReadOnlyList<ColumnStep> loops, bool hasFirstRow)
    {
        foreach (string line in comment)
            writer.Line("// " + line);
        writer.Line(TileCode.Attribute);
        string firstRow = hasFirstRow ? ", int firstRow" : "";
        using (writer.Block($"public static void {name}(Step* s, int first, int end{firstRow})"))
        {
            writer.Lines(code.Constants);
            using (writer.Block($"for (int column = first; column < end; column += {v.Lanes})"))
            {
                writer.Lines(code.Columns);
                ColumnStep.Write(writer, loops);
                writer.Lines(code.AfterRows);
            }
        }

        writer.Line();
    }
}
