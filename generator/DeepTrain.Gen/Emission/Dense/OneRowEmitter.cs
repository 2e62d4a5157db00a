using DeepTrain.Gen.Layers;
using DeepTrain.Gen.Layers.Activations;
using DeepTrain.Gen.Layers.Linear;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Emission;

/// <summary>
/// Prints the prediction of a single row as one straight line of code for networks small enough: for a caller that
/// waits, the latency of a row is all that counts. Each sum is split into chains, or every multiply-add would wait for
/// the one before.
/// </summary>
internal sealed class OneRowEmitter(NetworkPlan plan, VectorType v)
{
    private readonly NetworkSpec _spec = plan.Spec;

    public static bool Serves(NetworkPlan plan) =>
        plan.LinearLayers.Any() && plan.IsStraightLine && plan.Widths.All(v => MultiplyAdds(plan, v) <= Machine.OneRowMultiplyAdds);

    public string Method => "PredictRow" + CSharpLiteral.Of(v.Bits);

    public void Emit(SourceWriter writer)
    {
        int widest = _spec.Layers.Max(layer => PanelShape.Padded(layer.Output.Size));
        writer.Line("// Room for one row; a struct, for a stackalloc would be guarded by a check at every call.");
        writer.Line($"[{Import.StructLayoutAttribute}({Import.LayoutKind}.Sequential, Size = {CSharpLiteral.Of(4 * (widest + 16))})]");
        writer.Line($"private struct Row{v.Bits} {{ }}");
        writer.Line();
        writer.Line("// One row from x to y in a straight line. "
            + "Between layers the row goes through h, where each number can be broadcast.");
        writer.Line(TileCode.Attribute);
        writer.Line($"[{Import.SkipLocalsInitAttribute}]");
        using (writer.Block($"public static void {Method}(Step* s, float* x, float* y)"))
        {
            writer.Line($"{Import.Unsafe}.SkipInit(out Row{v.Bits} memory);");
            writer.Line("float* h = (float*)(((ulong)(&memory) + 63) & ~63UL);");
            foreach (Stage stage in plan.Stages)
                EmitStage(writer, stage);
        }

        writer.Line();
    }

    private static long MultiplyAdds(NetworkPlan plan, VectorType v) =>
        plan.LinearLayers.Sum(layer => (long)layer.Inputs * layer.Columns / v.Lanes);

    private void EmitStage(SourceWriter writer, Stage stage)
    {
        string source = stage.Index == 0 ? "x" : "h";

        // a softmax needs the row in memory; what comes before and after it does not
        bool inMemory = false;
        writer.Line($"// {string.Join(", ", stage.Layers.Select(layer => layer.Label))}");
        using (writer.Block(""))
        {
            int vectors = (stage.Values[0].Columns + v.Lanes - 1) / v.Lanes;
            if (stage.Linear is null)
            {
                writer.Line($"{Import.RowCopy}.Spread({source}, 1, {stage.Values[0].Columns}, h, {stage.Values[0].Padded});");
                inMemory = true;
            }
            else
            {
                for (int piece = 0; piece < stage.Linear.Pieces; piece++)
                    EmitProduct(writer, stage.Linear, piece, vectors, source);
                for (int j = 0; j < vectors; j++)
                    EmitChoice(writer, stage.Linear, j);
            }

            foreach (LayerSpec layer in stage.Chain)
            {
                if (layer is IRowwise rowwise)
                {
                    if (!inMemory)
                        EmitStores(writer, vectors);
                    using (writer.Block(""))
                        rowwise.EmitForward(writer, v, layer.Output.Size, "h", "h");
                    inMemory = true;
                    continue;
                }

                for (int j = 0; j < vectors; j++)
                    EmitElement(writer, layer, j, inMemory);
            }

            bool isLast = stage == plan.Last;
            if (!inMemory && !(isLast && _spec.Loss.Output == OutputTransform.None))
            {
                EmitStores(writer, vectors);
                inMemory = true;
            }

            if (isLast)
                EmitOutputs(writer, inMemory);
        }
    }

    private static string Sum(int vector, int piece = 0) =>
        $"sum{(char)('a' + vector)}{(piece == 0 ? "" : CSharpLiteral.Of(piece))}";

    private void EmitProduct(SourceWriter writer, LinearLayer linear, int piece, int vectors, string source)
    {
        // two multiply-adds a cycle, each done after four: eight sums at a time keep them busy
        int chains = Math.Min(Math.Max(1, linear.Inputs / 2), Math.Max(2, 8 / vectors));
        int pieceColumn = piece * PanelShape.Padded(linear.Units);
        for (int j = 0; j < vectors; j++)
        {
            string bias = linear.Bias
                ? v.Load(Address.At("s->Parameters", linear.PascalName + "Bias") + (pieceColumn + j * v.Lanes))
                : v.Zero;
            writer.Line($"{v.Float} {Sum(j, piece)} = {bias};");
        }

        using (writer.Block(""))
        {
            string weights = Address.At("s->Parameters", linear.PascalName + "Weight") + pieceColumn * linear.Inputs;
            writer.Line($"float* w = {weights};");
            writer.Line($"{v.Float} xk;");
            for (int k = 0; k < linear.Inputs; k++)
            {
                int chain = k % chains;
                var line = new List<string> { $"xk = {v.Operand($"{source}[{k}]")};" };
                for (int j = 0; j < vectors; j++)
                {
                    int index = PanelShape.Index(linear.Units, linear.Inputs, j * v.Lanes, k);
                    string sum = Chain(j, chain), weight = v.Load("w", index);
                    line.Add(chain > 0 && k == chain
                        ? $"{v.Float} {sum} = {v.Product("xk", weight)};"
                        : $"{sum} = {v.MultiplyAdd("xk", weight, sum)};");
                }

                writer.Line(string.Join(" ", line));
            }

            for (int j = 0; j < vectors && chains > 1; j++)
            {
                IEnumerable<string> sums = Enumerable.Range(0, chains).Select(chain => Chain(j, chain));
                writer.Line($"{Sum(j, piece)} = {TileCode.Total(sums)};");
            }
        }

        string Chain(int vector, int chain) => Sum(vector, piece) + (chain == 0 ? "" : "_" + CSharpLiteral.Of(chain));
    }

    private void EmitChoice(SourceWriter writer, LinearLayer linear, int vector)
    {
        for (int piece = 1; piece < linear.Pieces; piece++)
        {
            string best = Sum(vector), other = Sum(vector, piece);
            string wins = $"{v.Greater(other, best)} | ~{v.Class}.Equals({other}, {other})";
            writer.Line($"{best} = {v.Select(wins, other, best)};");
        }
    }

    private void EmitElement(SourceWriter writer, LayerSpec layer, int vector, bool inMemory)
    {
        if (layer.OnlyReshapes)
            return;
        var code = new ElementCode(v);
        string input = inMemory ? v.Load("h", vector * v.Lanes) : Sum(vector);
        if (inMemory)
            input = code.Let("input", input);
        string output = layer is INormaliser normaliser
            ? normaliser.EmitInfer(code, input)
            : ((IElementwise)layer).Infer(code, input);
        if (output == input)
            return;
        using (writer.Block(""))
        {
            if (code.Columns.Count > 0)
                writer.Line($"const int column = {vector * v.Lanes};");
            writer.Lines(code.Constants).Lines(code.Columns).Lines(code.TakeBody());
            writer.Line($"{(inMemory ? v.Load("h", vector * v.Lanes) : Sum(vector))} = {output};");
        }
    }

    private void EmitStores(SourceWriter writer, int vectors)
    {
        for (int j = 0; j < vectors; j++)
            writer.Line($"{v.Load("h", j * v.Lanes)} = {Sum(j)};");
    }

    private void EmitOutputs(SourceWriter writer, bool inMemory)
    {
        int outputs = plan.Outputs;
        if (_spec.Loss.Output == OutputTransform.Softmax)
        {
            writer.Line("// probabilities");
            using (writer.Block(""))
                SoftmaxRows.EmitForward(writer, v, outputs, "h", "h", isOutput: true);
        }
        else if (_spec.Loss.Output == OutputTransform.Sigmoid)
        {
            writer.Line("// probabilities");
            ColumnLoop.Emit(writer, v, outputs, (offset, _) =>
            {
                string h = v.Load("h", offset);
                writer.Line($"{h} = {v.Math("Sigmoid", h)};");
            }, usesMask: false);
        }

        // whole pieces, so that nothing after y is touched
        int column = 0;
        foreach (VectorType piece in VectorType.All)
        {
            for (; piece.Lanes <= v.Lanes && column + piece.Lanes <= outputs; column += piece.Lanes)
                Store(piece.Load("y", column), () => piece.Load("h", column), piece.Lanes);
        }

        for (; column < outputs; column++)
            Store($"y[{column}]", () => $"h[{column}]", 1);

        void Store(string target, Func<string> source, int width) =>
            writer.Line($"{target} = {(inMemory ? source() : Lanes(Sum(column / v.Lanes), column % v.Lanes, width))};");
    }

    /// <summary>A part of a register: halves of halves down to its width, a single lane by its number.</summary>
    private string Lanes(string register, int first, int width)
    {
        if (width == 1)
            return $"{register}.GetElement({CSharpLiteral.Of(first)})";
        for (int half = v.Lanes / 2; half >= width; half /= 2)
        {
            register += first >= half ? ".GetUpper()" : ".GetLower()";
            first %= half;
        }

        return register;
    }
}
