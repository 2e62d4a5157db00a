using DeepTrain.Gen.Layers.Linear;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Emission;

/// <summary>
/// Prints a layer's weight gradient, dL/dW = delta' X, in two forms: one stores it, the other hands each tile's sums from the
/// registers straight to the optimizer, so that the gradient never goes to memory.
/// </summary>
internal sealed class WeightGradientEmitter(NetworkPlan plan, VectorType v, SharedMethods shared)
{
    private readonly string _bits = CSharpLiteral.Of(v.Bits);

    public static string Method(Stage stage, VectorType v, bool update) =>
        stage.Linear!.PascalName + (update ? "Update" : "WeightGradient") + CSharpLiteral.Of(v.Bits);

    public void Emit(SourceWriter writer, Stage stage)
    {
        foreach (bool update in new[] { false, true })
        {
            var tiles = new SourceWriter();
            foreach (int width in TilePolicy.PanelWidths(stage.Linear!.Units))
            {
                (int height, int count, int lower) = Tiles(stage, width);
                if (count > 0)
                    EmitTileOnce(stage, width, height, update);
                if (lower > 0)
                    EmitTileOnce(stage, width, height - 1, update);
            }

            // after the tiles, for the first claim of a shared method is the one that writes it
            EmitPanels(writer, stage, update);
            writer.Line(tiles.ToString());

            void EmitTileOnce(Stage stage, int width, int height, bool update)
            {
                TileName(stage, width, height, update, out bool isNew);
                if (isNew)
                    EmitTile(tiles, stage, width, height, update);
            }
        }
    }

    private (int Height, int Count, int LowerCount) Tiles(Stage stage, int width) =>
        TilePolicy.InputTiles(v, stage.Linear!.Inputs, TilePolicy.StripOf(v, stage.Linear.Units, width).Vectors);

    private void EmitPanels(SourceWriter writer, Stage stage, bool update)
    {
        LinearLayer linear = stage.Linear!;
        string weight = linear.PascalName + "Weight";
        int panels = PanelShape.Count(linear.Units), all = panels * linear.Pieces;
        IReadOnlyList<int> widths = TilePolicy.PanelWidths(linear.Units);
        (string input, int _) = plan.InputOf(stage);
        string what = update ? "Weight gradient and update" : "Weight gradient";
        writer.Line($"// {linear.Name}, {Lower(what)}: dL/dW[{(linear.Pieces > 1 ? $"{linear.Pieces}, " : "")}{linear.Units}, {linear.Inputs}] = delta' X, panels first to end.");
        if (update)
            writer.Line("// The bias gradient goes to memory; the biases are updated with the other vectors.");
        writer.Line(TileCode.Attribute);
        using (writer.Block($"public static void {Method(stage, v, update)}(Step* s, int first, int end)"))
        using (writer.Block("for (int index = first; index < end; index++)"))
        {
            string panel = "index";
            if (linear.Pieces > 1)
            {
                writer.Line($"int piece = index / {panels}, panel = index % {panels};");
                panel = "panel";
            }

            int padded = PanelShape.Padded(linear.Units);
            string piece = linear.Pieces > 1 ? $"piece * {padded} + " : "";
            writer.Line($"int column = {piece}{panel} * {2 * PanelShape.Granule};");
            writer.Line($"float* delta = {stage.ProductDelta.Pointer} + column;");
            writer.Line($"int offset = {weight} + column * {linear.Inputs};");
            writer.Line($"float* x = {input};");
            if (widths.Count > 1)
            {
                using (writer.Block($"if ({panel} == {panels - 1})"))
                    EmitTiles(writer, stage, widths[1], update);
                using (writer.Block("else"))
                    EmitTiles(writer, stage, widths[0], update);
            }
            else
            {
                EmitTiles(writer, stage, widths[0], update);
            }

            if (linear.Bias)
            {
                string width = widths.Count > 1 ? $"{panel} == {panels - 1} ? {widths[1]} : {widths[0]}" : CSharpLiteral.Of(widths[0]);
                writer.Line($"ColumnMath.Sums{_bits}(delta, {stage.ProductDelta.Stride}, s->Rows, {width}, s->Gradients + {linear.PascalName}Bias + column);");
            }
        }

        writer.Line();
    }

    private void EmitTiles(SourceWriter writer, Stage stage, int width, bool update)
    {
        Strip strip = TilePolicy.StripOf(v, stage.Linear!.Units, width);
        (int height, int count, int lower) = Tiles(stage, width);
        int stripWidth = strip.Vectors * v.Lanes;
        bool strips = width > Math.Max(stripWidth, PanelShape.Granule);
        if (strips)
        {
            using (writer.Block($"for (int strip = 0; strip < {width}; strip += {stripWidth})"))
            {
                writer.Line("float* xk = x;");
                writer.Line("int ok = offset + strip;");
                EmitRuns("xk", "ok", "delta + strip");
            }
        }
        else
        {
            EmitRuns("x", "offset", "delta");
        }

        void EmitRuns(string x, string offset, string delta)
        {
            Run(height, count);
            Run(height - 1, lower);

            void Run(int tileHeight, int tiles)
            {
                if (tiles == 0)
                    return;
                string call = $"{TileName(stage, width, tileHeight, update)}(s, {x}, {delta}, {offset});";
                string next = $"{x} += {tileHeight}, {offset} += {tileHeight * width}";
                if (tiles == 1 && (tileHeight != height || lower == 0))
                {
                    writer.Line(call);
                    return;
                }

                using (writer.Block($"for (int tile = 0; tile < {tiles}; tile++, {next})"))
                    writer.Line(call);
            }
        }
    }

    private string TileName(Stage stage, int width, int height, bool update) => TileName(stage, width, height, update, out _);

    /// <summary>The method for a tile: this layer's own, or that of an earlier layer of equal shape.</summary>
    private string TileName(Stage stage, int width, int height, bool update, out bool isNew)
    {
        LinearLayer linear = stage.Linear!;
        string last = width == PanelShape.Width(linear.Units, 0) ? "" : "Last";
        string penalties = linear.L1 > 0 || linear.L2 > 0 ? linear.Name : "";
        return shared.Name(
            $"{linear.PascalName}{(update ? "Update" : "WeightGradient")}{last}{height}Inputs{_bits}",
            $"gradient {v.Bits} {update} {TilePolicy.StripOf(v, linear.Units, width)} {height} {plan.InputOf(stage).Stride} {stage.ProductDelta.Stride} {update && IsFarFromCache(linear)} {penalties}",
            out isNew);
    }

    private void EmitTile(SourceWriter writer, Stage stage, int width, int height, bool update)
    {
        LinearLayer linear = stage.Linear!;
        int vectors = TilePolicy.StripOf(v, linear.Units, width).Vectors;
        int strideX = plan.InputOf(stage).Stride, strideD = stage.ProductDelta.Stride;
        writer.Line($"// {height} input{(height > 1 ? "s" : "")} x {vectors} vector{(vectors > 1 ? "s" : "")} of {v.Lanes} units, summed over the batch in {height * vectors} registers"
            + (update ? ", then updated." : ", then stored."));
        writer.Line(TileCode.Attribute);
        using (writer.Block($"private static void {TileName(stage, width, height, update)}(Step* s, float* x, float* delta, int offset)"))
        {
            bool prefetches = update && IsFarFromCache(linear);
            if (prefetches)
            {
                writer.Line("// the weights and what the optimizer keeps of them arrive while the batch is summed");
                EmitPrefetches(writer, height, vectors, width);
            }

            var sums = new List<string>();
            for (int k = 0; k < height; k++)
            {
                for (int j = 0; j < vectors; j++)
                    sums.Add($"{TileCode.Sum(k, j)} = {v.Zero}");
            }

            TileCode.Declare(writer, v.Float, sums);
            writer.Line($"{v.Float} xk, {string.Join(", ", Enumerable.Range(0, vectors).Select(TileCode.Weight))};");
            using (writer.Block($"for (int row = s->Rows; row > 0; row--, x += {strideX}, delta += {strideD})"))
            {
                for (int j = 0; j < vectors; j++)
                    writer.Line($"{TileCode.Weight(j)} = {v.Load(TileCode.Times("delta", j * v.Lanes))};");
                for (int k = 0; k < height; k++)
                    writer.Line(TileCode.MultiplyAdd(v, k, vectors, $"x[{k}]"));
            }

            EmitEnd(writer, linear, width, height, vectors, update);
        }

        writer.Line();
    }

    private void EmitEnd(SourceWriter writer, LinearLayer linear, int width, int height, int vectors, bool update)
    {
        bool penalised = linear.L1 > 0 || linear.L2 > 0;
        if (update)
            OptimizerEmitter.EmitPointersAndConstants(writer, v, plan.Spec.Optimizer);
        else
            writer.Line("float* g = s->Gradients + offset;");
        if (penalised && !update)
            writer.Line("float* w = s->Parameters + offset;");
        for (int k = 0; k < height; k++)
        {
            for (int j = 0; j < vectors; j++)
            {
                int offset = k * width + j * v.Lanes;
                string gradient = TileCode.Sum(k, j);
                if (penalised)
                    gradient = $"{linear.PascalName}Penalised({gradient}, {v.Load(TileCode.Times("w", offset))})";
                writer.Line(update
                    ? OptimizerEmitter.Call(plan.Spec.Optimizer, gradient, offset)
                    : $"{v.Load(TileCode.Times("g", offset))} = {gradient};");
            }
        }
    }

    /// <summary>Whether weights and optimizer state together are larger than what a second-level cache keeps from step to step.</summary>
    private bool IsFarFromCache(LinearLayer linear) =>
        (long)linear.Columns * linear.Inputs * 4 * (1 + plan.Spec.Optimizer.Slots.Count) > 256 * 1024;

    private void EmitPrefetches(SourceWriter writer, int height, int vectors, int width)
    {
        var arenas = new List<string> { "s->Parameters" };
        arenas.AddRange(plan.Spec.Optimizer.Slots.Select(slot => "s->" + OptimizerEmitter.Field(slot)));
        foreach (string arena in arenas)
        {
            using (writer.Block(""))
            {
                writer.Line($"float* ahead = {arena} + offset;");
                for (int k = 0; k < height; k++)
                {
                    for (int line = 0; line < vectors * v.Lanes; line += 16)
                        writer.Line($"Prefetch.Line({TileCode.Times("ahead", k * width + line)});");
                }
            }
        }
    }

    private static string Lower(string text) => char.ToLowerInvariant(text[0]) + text.Substring(1);
}
