using DeepTrain.Gen.Layers;
using DeepTrain.Gen.Layers.Linear;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Emission;

/// <summary>
/// Prints one stage: its product with what follows it, forward, in inference and backward, and its weight gradient.
/// </summary>
internal sealed class StageEmitter(NetworkPlan plan, VectorType v, SharedMethods.FileMethods methods)
{
    private readonly string _bits = CSharpLiteral.Of(v.Bits);
    private readonly ColumnPassEmitter _columns = new(v);
    private readonly TailEmitter _tails = new(plan, v);
    private readonly ProductEmitter _products = new(new UnrollPolicy(plan.Spec, v), v, methods);

    public static string ForwardMethod(Stage stage, VectorType v) => stage.Name + "StageForward" + CSharpLiteral.Of(v.Bits);

    public static string InferMethod(Stage stage, VectorType v) => stage.Name + "StageInfer" + CSharpLiteral.Of(v.Bits);

    public static string BackwardMethod(Stage stage, VectorType v) =>
        stage.Name + "StageBackward" + CSharpLiteral.Of(v.Bits);

    public static string RowwiseMethod(LayerSpec layer, bool backward, VectorType v) =>
        layer.PascalName + (backward ? "Backward" : "Forward") + CSharpLiteral.Of(v.Bits);

    public void Emit(SourceWriter writer, Stage stage)
    {
        Product? product = stage.Linear is null ? null : Product.Forward(plan, v, stage);
        EmitStageForward(writer, stage, product, infer: false);
        if (!stage.InfersAsItTrains)
            EmitStageForward(writer, stage, product, infer: true);
        if (stage.Epilogue is not null)
            EpilogueEmitter.Emit(writer, methods, v, stage);
        if (product is not null)
            _products.Emit(writer, product);
        writer.Line();
        foreach ((int start, int end) in stage.ColumnRuns)
        {
            if (!ColumnRun.HasForward(stage, start, end))
                continue;
            _columns.EmitForward(writer, stage, start, end);
            if (stage.Epilogue is null && ColumnRun.HasInfer(stage, start, end))
                _columns.EmitInfer(writer, stage, start, end);
        }

        for (int i = 0; i < stage.Chain.Count; i++)
        {
            if (stage.Chain[i] is IRowwise)
                EmitRowwise(writer, stage, i);
        }

        if (stage.NeedsBackward)
        {
            foreach ((int start, int end) in stage.ColumnRuns.Reverse())
            {
                if (stage.ReachesBack(end) && ColumnRun.HasForward(stage, start, end))
                    _columns.EmitBackward(writer, stage, start, end);
            }
        }

        if (stage.TrainsWeights)
            new WeightGradientEmitter(plan, v, methods).Emit(writer, stage);
        if (stage.TrainsInput && stage.Linear is not null)
            EmitStageBackward(writer, plan.Stages[stage.Index - 1], stage);
    }

    private void EmitStageForward(SourceWriter writer, Stage stage, Product? forward, bool infer)
    {
        (int start, int end) = stage.ColumnRuns[0];
        bool hasRun = infer
            ? ColumnRun.HasInfer(stage, start, end)
            : ColumnRun.HasForward(stage, start, end);
        if (stage.Linear is null && !hasRun)
            return;
        int layers = (stage.Linear is null ? 0 : 1) + end;
        string names = string.Join(", ", stage.Layers.Take(layers).Select(layer => layer.Label));
        string method = infer ? InferMethod(stage, v) : ForwardMethod(stage, v);
        writer.Line($"// {names}: {(infer ? "inference" : "forward")} for the panels of columns from first to end.");
        writer.Line(TileCode.Attribute);
        int tail = stage.Linear is null ? 0 : plan.TailOf(stage.Linear);
        bool isPacked = tail < stage.Values[0].Columns;
        Product? product = isPacked ? forward : null;
        using (writer.Block($"public static void {method}(Step* s, int first, int end)"))
        using (EmitParts(writer, product))
        using (writer.Block("for (int panel = first; panel < end; panel++)"))
        {
            // all units in the tail name their columns themselves
            if (isPacked || stage.Epilogue is null && hasRun)
                EmitPanelBounds(writer, stage.Values[0].Columns, hasRun, stage.Epilogue is null ? 0 : tail);
            if (stage.Linear is not null)
            {
                ValueBuffer target = stage.Pieces ?? (infer ? stage.Result : stage.Values[stage.Landing]);
                if (product is not null)
                    EmitProductCall(writer, product, plan.InputOf(stage).Pointer, target, stage.Linear);
                if (product is { IsInParts: true } && (tail > 0 || hasRun))
                    EmitEndOfPart(writer, product);
                if (tail > 0)
                    _tails.EmitProduct(writer, stage, target);
            }

            if (hasRun && stage.Epilogue is not null && isPacked)
            {
                using (writer.Block("if (whole < s->Rows)"))
                    writer.Line($"{ColumnPassEmitter.ForwardMethod(stage, start, v)}(s, column, column + width, whole);");
            }
            else if (hasRun && stage.Epilogue is null)
            {
                string run = infer
                    ? ColumnPassEmitter.InferMethod(stage, start, v)
                    : ColumnPassEmitter.ForwardMethod(stage, start, v);
                writer.Line($"{run}(s, column, column + width);");
            }
        }

        writer.Line();
    }

    /// <summary>The loop over the parts of a long reduction, outside of that over panels; null if there are none.</summary>
    private static IDisposable? EmitParts(SourceWriter writer, Product? product)
    {
        if (product is not { IsInParts: true })
            return null;
        writer.Line("// a part of each sum's terms at a time: what they need of the batch stays near from panel to panel");
        return writer.Block($"for (int from = 0; from <= {product.Parts.Last}; from += {product.Parts.Terms})");
    }

    private static void EmitEndOfPart(SourceWriter writer, Product product)
    {
        writer.Line($"if (from < {product.Parts.Last})");
        using (writer.Indent())
            writer.Line("continue;");
    }

    private static string From(Product product) => product.IsInParts ? ", from" : "";

    private static void EmitPanelBounds(SourceWriter writer, int columns, bool usesWidth, int tail = 0)
    {
        IReadOnlyList<int> widths = TilePolicy.PanelWidths(columns, tail);
        string column = $"int column = panel * {2 * PanelShape.Granule}";
        if (!usesWidth)
            writer.Line(column + ";");
        else if (widths.Count > 1)
            writer.Line($"{column}, width = panel == {PanelShape.Count(columns) - 1} ? {widths[1]} : {widths[0]};");
        else
            writer.Line($"{column}, width = {widths[0]};");
    }

    private void EmitProductCall(SourceWriter writer, Product product, string x, ValueBuffer target, LinearLayer linear)
    {
        int padded = PanelShape.Padded(linear.Units);
        for (int piece = 0; piece < linear.Pieces; piece++)
        {
            string shift = piece == 0 ? "" : $" + {piece * padded}";
            string first = shift.Length > 0 ? $"(column{shift})" : "column";
            string weights = $"&s->Parameters[{linear.PascalName}Weight + {first} * {linear.Inputs}]";
            string bias = linear.Bias ? $", &s->Parameters[{linear.PascalName}Bias + column{shift}]" : "";
            string arguments = $"({x}, {weights}{bias}, &{target.Pointer}[column{shift}], s->Rows{From(product)})";
            string call = ProductCall(product, arguments);
            writer.Line(product.Epilogue is null ? call : "int whole = " + call);
        }
    }

    private string ProductCall(Product product, string arguments)
    {
        IReadOnlyList<int> widths = product.PanelWidths;
        string usual = _products.PanelMethod(product, widths[0]) + arguments;
        if (widths.Count == 1)
            return usual + ";";
        string last = _products.PanelMethod(product, widths[1]) + arguments;
        string isUsual = $"panel < {PanelShape.Count(product.Columns) - 1}";
        return product.Epilogue is null ? $"if ({isUsual}) {usual}; else {last};" : $"{isUsual} ? {usual} : {last};";
    }

    /// <summary>Whoever works on these panels transposes one after the other into the same room, which stays near.</summary>
    private static void EmitRoom(SourceWriter writer, LinearLayer linear) => writer.Line(
        $"float* transposed = &s->{MemoryPlan.LateTransposed}[first * {2 * PanelShape.Granule} * {linear.Columns}]; // room for a panel of weights");

    private void EmitTranspose(SourceWriter writer, Product product, LinearLayer linear)
    {
        // all panels have to stay until the last part has read them
        if (product.IsInParts)
            writer.Line($"float* transposed = &s->{MemoryPlan.LateTransposed}[column * {linear.Columns}];").Line("if (from == 0)");
        using (product.IsInParts ? writer.Indent() : null)
            TransposeEmitter.EmitPanel(writer, linear, plan.TailOf(linear), "panel");
    }

    /// <summary>
    /// The gradient of what comes out of a stage, by way of the next stage's weights, then back through its last run.
    /// </summary>
    private void EmitStageBackward(SourceWriter writer, Stage below, Stage stage)
    {
        Product product = Product.InputGradient(plan, v, stage);
        (int start, int end) = below.ColumnRuns[below.ColumnRuns.Count - 1];
        bool hasRun = ColumnRun.HasForward(below, start, end);
        List<LayerSpec> run = below.Chain.Skip(start).Take(end - start).ToList();
        string names = string.Join(", ", Enumerable.Reverse(run).Select(layer => layer.Label));
        string then = names.Length > 0 ? $", then {names}" : "";
        writer.Line(
            $"// Through {stage.Linear!.Name}'s weights{then}: backward for the panels of columns from first to end.");
        writer.Line(TileCode.Attribute);
        bool isLate = plan.TransposesLate(stage);
        using (writer.Block($"public static void {BackwardMethod(below, v)}(Step* s, int first, int end)"))
        using (EmitParts(writer, product))
        {
            if (isLate && !product.IsInParts)
                EmitRoom(writer, stage.Linear);
            using IDisposable loop = writer.Block("for (int panel = first; panel < end; panel++)");
            EmitPanelBounds(writer, product.Columns, hasRun);
            string h = product.EpilogueInput > 0 ? $", &{below.Result.Pointer}[column]" : "";
            string weights = isLate ? "transposed" : $"&s->{MemoryPlan.Transposed(stage).Field}[column * {stage.Linear.Columns}]";
            if (isLate)
                EmitTranspose(writer, product, stage.Linear);
            string target = $"&{below.Delta.Pointer}[column]{h}";
            string arguments = $"({stage.ProductDelta.Pointer}, {weights}, {target}, s->Rows{From(product)})";
            string call = ProductCall(product, arguments);
            writer.Line(product.Epilogue is null ? call : "int whole = " + call);
            if (product.IsInParts && (product.Epilogue is not null || hasRun))
                EmitEndOfPart(writer, product);
            if (product.Epilogue is not null)
            {
                using (writer.Block("if (whole < s->Rows)"))
                    writer.Line($"{ColumnPassEmitter.BackwardMethod(below, start, v)}(s, column, column + width, whole);");
            }
            else if (hasRun)
            {
                writer.Line($"{ColumnPassEmitter.BackwardMethod(below, start, v)}(s, column, column + width);");
            }
        }

        writer.Line();
        _products.Emit(writer, product);
        writer.Line();
    }

    private void EmitRowwise(SourceWriter writer, Stage stage, int index)
    {
        LayerSpec layer = stage.Chain[index];
        var rowwise = (IRowwise)layer;
        ValueBuffer input = stage.Values[index], output = stage.Values[index + 1];
        Emit($"{rowwise.Formula}, for the rows from first to end.", RowwiseMethod(layer, false, v), () =>
        {
            writer.Line($"float* x = &{input.Pointer}[row * {input.Stride}], y = &{output.Pointer}[row * {output.Stride}];");
            rowwise.EmitForward(writer, v, input.Columns, "x", "y");
        });
        Emit("inference, in place, for the rows from first to end.", layer.PascalName + "Infer" + _bits, () =>
        {
            writer.Line($"float* y = &{stage.Result.Pointer}[row * {stage.Result.Stride}];");
            rowwise.EmitForward(writer, v, input.Columns, "y", "y");
        });
        if (stage.NeedsBackward && index >= stage.BackwardEnd)
        {
            Emit($"{rowwise.Gradient}, for the rows from first to end.", RowwiseMethod(layer, true, v), () =>
            {
                writer.Line($"float* y = &{output.Pointer}[row * {output.Stride}], "
                    + $"g = &{stage.Delta.Pointer}[row * {stage.Delta.Stride}];");
                rowwise.EmitBackward(writer, v, input.Columns, "y", "g");
            });
        }

        void Emit(string comment, string name, Action body)
        {
            writer.Line($"// {layer.Name}: {comment}");
            writer.Line(TileCode.Attribute);
            using (writer.Block($"public static void {name}(Step* s, int first, int end)"))
            using (writer.Block("for (int row = first; row < end; row++)"))
                body();
            writer.Line();
        }
    }
}
