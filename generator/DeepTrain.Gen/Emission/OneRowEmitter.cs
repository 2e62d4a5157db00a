using DeepTrain.Gen.Layers;
using DeepTrain.Gen.Layers.Activations;
using DeepTrain.Gen.Layers.Linear;
using DeepTrain.Gen.Layers.Normalisation;
using DeepTrain.Gen.Layers.Shaping;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Emission;

/// <summary>
/// Prints the prediction of a single row as one straight line of code for networks small enough: for a caller that waits, the
/// latency of a row is all that counts. Each sum is split into chains, or every multiply-add would wait for the one before.
/// </summary>
internal sealed class OneRowEmitter(NetworkPlan plan, VectorType v)
{
    /// <summary>Multiply-adds of the whole method at most: ten IL instructions each, and all in the instruction cache.</summary>
    private const int Limit = 800;

    private readonly NetworkSpec _spec = plan.Spec;

    public static bool Serves(NetworkPlan plan) =>
        plan.LinearLayers.Any()
        && VectorType.All.All(v => new UnrollPolicy(plan.Spec, v).IsStraightLine && MultiplyAdds(plan, v) <= Limit);

    public string Method => "PredictRow" + CSharpLiteral.Of(v.Bits);

    public void Emit(SourceWriter writer)
    {
        int widest = _spec.Layers.Max(layer => PanelShape.Padded(layer.Output.Size));
        writer.Line("// One row from x to y in a straight line. Between layers the row goes through h, where each number can be broadcast.");
        writer.Line(TileCode.Attribute);
        writer.Line("[SkipLocalsInit]");
        using (writer.Block($"public static void {Method}(Step* s, float* x, float* y)"))
        {
            writer.Line($"float* memory = stackalloc float[{widest + 16}];");
            writer.Line("float* h = (float*)(((nuint)memory + 63) & ~(nuint)63);");
            bool first = true;
            foreach (Stage stage in plan.Stages)
            {
                EmitStage(writer, stage, first ? "x" : "h");
                first = false;
            }

            using (writer.Block(""))
                EmitOutputs(writer);
        }

        writer.Line();
    }

    private static long MultiplyAdds(NetworkPlan plan, VectorType v) =>
        plan.LinearLayers.Sum(layer => (long)layer.Inputs * layer.Columns / v.Lanes);

    private void EmitStage(SourceWriter writer, Stage stage, string source)
    {
        // a softmax needs the row in memory; what comes before and after it does not
        bool inMemory = false;
        writer.Line($"// {string.Join(", ", stage.Layers.Select(layer => layer.Label))}");
        using (writer.Block(""))
        {
            int vectors = stage.Values[0].Padded / v.Lanes;
            if (stage.Linear is null)
            {
                writer.Line($"RowCopy.Spread({source}, 1, {stage.Values[0].Columns}, h, {stage.Values[0].Padded});");
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
                if (layer is SoftmaxLayer)
                {
                    if (!inMemory)
                        EmitStores(writer, vectors);
                    using (writer.Block(""))
                        SoftmaxRows.EmitForward(writer, v, layer.Output.Size, "h", "h");
                    inMemory = true;
                    continue;
                }

                for (int j = 0; j < vectors; j++)
                    EmitElement(writer, layer, j, inMemory);
            }

            if (!inMemory)
                EmitStores(writer, vectors);
        }
    }

    private static string Sum(int vector, int piece = 0) => $"sum{(char)('a' + vector)}{(piece == 0 ? "" : CSharpLiteral.Of(piece))}";

    private void EmitProduct(SourceWriter writer, LinearLayer linear, int piece, int vectors, string source)
    {
        int chains = Math.Min(Math.Max(1, linear.Inputs / 2), vectors switch { 1 => 4, 2 => 3, _ => 2 });
        int pieceColumn = piece * PanelShape.Padded(linear.Units);
        for (int j = 0; j < vectors; j++)
        {
            string bias = linear.Bias ? v.Load($"s->Parameters + {linear.PascalName}Bias + {pieceColumn + j * v.Lanes}") : v.Zero;
            writer.Line($"{v.Float} {Sum(j, piece)} = {bias};");
            for (int chain = 1; chain < chains; chain++)
                writer.Line($"{v.Float} {Sum(j, piece)}_{chain} = {v.Zero};");
        }

        using (writer.Block(""))
        {
            writer.Line($"float* w = s->Parameters + {linear.PascalName}Weight + {pieceColumn * linear.Inputs};");
            writer.Line($"{v.Float} xk;");
            for (int k = 0; k < linear.Inputs; k++)
            {
                int chain = k % chains;
                var line = new List<string> { $"xk = {v.Broadcast($"{source}[{k}]")};" };
                for (int j = 0; j < vectors; j++)
                {
                    string sum = Sum(j, piece) + (chain == 0 ? "" : "_" + chain);
                    int offset = PanelShape.Index(linear.Units, linear.Inputs, j * v.Lanes, k);
                    line.Add($"{sum} = {v.Fma("xk", v.Load(TileCode.Times("w", offset)), sum)};");
                }

                writer.Line(string.Join(" ", line));
            }

            for (int j = 0; j < vectors && chains > 1; j++)
                writer.Line($"{Sum(j, piece)} {(chains == 4 ? $"= ({Sum(j, piece)} + {Sum(j, piece)}_1) + ({Sum(j, piece)}_2 + {Sum(j, piece)}_3)" : "+= " + string.Join(" + ", Enumerable.Range(1, chains - 1).Select(chain => $"{Sum(j, piece)}_{chain}")))};");
        }
    }

    private void EmitChoice(SourceWriter writer, LinearLayer linear, int vector)
    {
        for (int piece = 1; piece < linear.Pieces; piece++)
        {
            string best = Sum(vector), other = Sum(vector, piece);
            writer.Line($"{best} = {v.Select($"({v.Greater(other, best)} | ~{v.Class}.Equals({other}, {other}))", other, best)};");
        }
    }

    private void EmitElement(SourceWriter writer, LayerSpec layer, int vector, bool inMemory)
    {
        if (layer is FlattenLayer)
            return;
        var code = new ElementCode(v);
        string input = inMemory ? v.Load($"h + {vector * v.Lanes}") : Sum(vector);
        if (inMemory)
            input = code.Let("input", input);
        string output = layer is BatchNormLayer batchNorm ? BatchNormColumns.EmitInfer(code, batchNorm, input) : ((IElementwise)layer).Infer(code, input);
        if (output == input)
            return;
        using (writer.Block(""))
        {
            if (code.Columns.Concat(code.Constants).Any(line => line.Contains("column")))
                writer.Line($"const int column = {vector * v.Lanes};");
            writer.Lines(code.Constants).Lines(code.Columns).Lines(code.TakeBody());
            writer.Line($"{(inMemory ? v.Load($"h + {vector * v.Lanes}") : Sum(vector))} = {output};");
        }
    }

    private void EmitStores(SourceWriter writer, int vectors)
    {
        for (int j = 0; j < vectors; j++)
            writer.Line($"{v.Load(TileCode.Times("h", j * v.Lanes))} = {Sum(j)};");
    }

    private void EmitOutputs(SourceWriter writer)
    {
        int outputs = plan.Outputs;
        if (_spec.Loss.Output == OutputTransform.Softmax)
        {
            writer.Line("// probabilities");
            SoftmaxRows.EmitForward(writer, v, outputs, "h", "h");
        }
        else if (_spec.Loss.Output == OutputTransform.Sigmoid)
        {
            writer.Line("// probabilities");
            ColumnLoop.Emit(writer, v, outputs, (offset, _) => writer.Line($"{v.Load($"h + {offset}")} = {v.Math("Sigmoid", v.Load($"h + {offset}"))};"), usesMask: false);
        }

        // whole pieces, so that nothing after y is touched
        int column = 0;
        foreach ((int width, string type) in new[] { (8, "Vector256<float>"), (4, "Vector128<float>"), (1, "float") })
        {
            for (; column + width <= outputs; column += width)
            {
                writer.Line(width == 1
                    ? $"y[{column}] = h[{column}];"
                    : $"*({type}*)({TileCode.Times("y", column)}) = *({type}*)({TileCode.Times("h", column)});");
            }
        }
    }
}
