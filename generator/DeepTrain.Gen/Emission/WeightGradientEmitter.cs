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
                foreach ((int height, int _, bool withBias) in Runs(stage, width))
                    EmitTileOnce(stage, new Tile(width, height, withBias), update);
            }

            // after the tiles, for the first claim of a shared method is the one that writes it
            EmitPanels(writer, stage, update);
            writer.Line(tiles.ToString());

            void EmitTileOnce(Stage stage, Tile tile, bool update)
            {
                TileName(stage, tile, update, out bool isNew);
                if (isNew)
                    EmitTile(tiles, stage, tile, update);
            }
        }
    }

    /// <summary>A tile's shape: the panel it belongs to, its inputs, and whether it sums the deltas themselves, for the bias.</summary>
    private readonly record struct Tile(int Width, int Height, bool WithBias);

    private bool FusesBias(Stage stage) => plan.Parameters.FusesBiases && stage.Linear!.Bias;

    /// <summary>How many tiles of which shape cover a panel, from the first input to the last.</summary>
    private IEnumerable<(int Height, int Count, bool WithBias)> Runs(Stage stage, int width)
    {
        (int height, int count, int lower) = TilePolicy.InputTiles(v, stage.Linear!.Inputs, TilePolicy.StripOf(v, stage.Linear.Units, width).Vectors);
        if (FusesBias(stage))
        {
            yield return (height, 1, true);
            count--;
        }

        if (count > 0)
            yield return (height, count, false);
        if (lower > 0)
            yield return (height - 1, lower, false);
    }

    private void EmitPanels(SourceWriter writer, Stage stage, bool update)
    {
        LinearLayer linear = stage.Linear!;
        string weight = linear.PascalName + "Weight";
        int panels = PanelShape.Count(linear.Units), all = panels * linear.Pieces;
        IReadOnlyList<int> widths = TilePolicy.PanelWidths(linear.Units);
        (string input, int _) = plan.InputOf(stage);
        string what = update ? "Weight gradient and update" : "Weight gradient";
        writer.Line($"// {linear.Name}, {Lower(what)}: dL/dW[{(linear.Pieces > 1 ? $"{linear.Pieces}, " : "")}{linear.Units}, {linear.Inputs}] = delta' X, panels first to end.");
        if (FusesBias(stage))
            writer.Line("// The first tile of a panel sums delta itself too, which is the gradient of the biases.");
        else if (update && linear.Bias)
            writer.Line("// The bias gradient goes to memory; the biases are updated with the other vectors.");
        writer.Line(TileCode.Attribute);
        using (writer.Block($"public static void {Method(stage, v, update)}(Step* s, int first, int end)"))
        using (writer.Block("for (int index = first; index < end; index++)"))
        {
            string panel = "index";
            if (linear.Pieces > 1 && panels == 1)
            {
                writer.Line("int piece = index;");
            }
            else if (linear.Pieces > 1)
            {
                writer.Line($"int piece = index / {panels}, panel = index % {panels};");
                panel = "panel";
            }

            int padded = PanelShape.Padded(linear.Units);
            string piece = linear.Pieces > 1 ? $"piece * {padded}" : "";
            string inPiece = linear.Pieces > 1 && panels == 1 ? "" : $"{panel} * {2 * PanelShape.Granule}";
            writer.Line($"int column = {piece}{(piece.Length > 0 && inPiece.Length > 0 ? " + " : "")}{inPiece};");
            writer.Line($"float* delta = {stage.ProductDelta.Pointer} + column;");
            writer.Line($"int offset = {weight} + column * {linear.Inputs};");
            writer.Line($"float* x = {input};");
            if (FusesBias(stage))
                writer.Line($"int bias = {linear.PascalName}Bias + column;");
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

            if (linear.Bias && !FusesBias(stage))
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
        int stripWidth = strip.Vectors * v.Lanes;
        bool strips = width > Math.Max(stripWidth, PanelShape.Granule);
        if (strips)
        {
            using (writer.Block($"for (int strip = 0; strip < {width}; strip += {stripWidth})"))
            {
                writer.Line("float* xk = x;");
                writer.Line("int ok = offset + strip;");
                EmitRuns("xk", "ok", "delta + strip", "bias + strip");
            }
        }
        else
        {
            EmitRuns("x", "offset", "delta", "bias");
        }

        void EmitRuns(string x, string offset, string delta, string bias)
        {
            var runs = Runs(stage, width).ToList();
            for (int i = 0; i < runs.Count; i++)
            {
                (int height, int tiles, bool withBias) = runs[i];
                string call = $"{TileName(stage, new Tile(width, height, withBias), update)}(s, {x}, {delta}, {offset}{(withBias ? ", " + bias : "")});";
                string nextX = $"{x} += {height}", nextOffset = $"{offset} += {height * width}";
                if (tiles > 1)
                {
                    using (writer.Block($"for (int tile = 0; tile < {tiles}; tile++, {nextX}, {nextOffset})"))
                        writer.Line(call);
                    continue;
                }

                writer.Line(call);
                if (i < runs.Count - 1)
                    writer.Line($"{nextX};").Line($"{nextOffset};");
            }
        }
    }

    private string TileName(Stage stage, Tile tile, bool update) => TileName(stage, tile, update, out _);

    /// <summary>The method for a tile: this layer's own, or that of an earlier layer of equal shape.</summary>
    private string TileName(Stage stage, Tile tile, bool update, out bool isNew)
    {
        LinearLayer linear = stage.Linear!;
        string last = tile.Width == PanelShape.Width(linear.Units, 0) ? "" : "Last";
        string kind = (update ? "Update" : "WeightGradient") + last;
        Strip strip = TilePolicy.StripOf(v, linear.Units, tile.Width);
        int strideX = plan.InputOf(stage).Stride, strideD = stage.ProductDelta.Stride;
        string penalties = linear.L1 > 0 || linear.L2 > 0 ? linear.Name : "";
        return shared.Name(
            $"{linear.PascalName}{kind}{tile.Height}Inputs{(tile.WithBias ? "AndBias" : "")}{_bits}",
            $"gradient {v.Bits} {update} {strip} {tile.Height} {tile.WithBias} {strideX} {strideD} {update && IsFarFromCache(linear)} {penalties}",
            out isNew);
    }

    private void EmitTile(SourceWriter writer, Stage stage, Tile tile, bool update)
    {
        LinearLayer linear = stage.Linear!;
        (int width, int height, bool withBias) = tile;
        int vectors = TilePolicy.StripOf(v, linear.Units, width).Vectors;
        int strideX = plan.InputOf(stage).Stride, strideD = stage.ProductDelta.Stride;
        writer.Line($"// {height} input{(height > 1 ? "s" : "")} x {vectors} vector{(vectors > 1 ? "s" : "")} of {v.Lanes} units{(withBias ? " and their biases" : "")}, "
            + $"summed over the batch in {(height + (withBias ? 1 : 0)) * vectors} registers, then {(update ? "updated" : "stored")}.");
        writer.Line(TileCode.Attribute);
        using (writer.Block($"private static void {TileName(stage, tile, update)}(Step* s, float* x, float* delta, int offset{(withBias ? ", int bias" : "")})"))
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

            if (withBias)
                sums.AddRange(Enumerable.Range(0, vectors).Select(j => $"{TileCode.Bias(j)} = {v.Zero}"));
            TileCode.Declare(writer, v.Float, sums);
            writer.Line($"{v.Float} xk, {string.Join(", ", Enumerable.Range(0, vectors).Select(TileCode.Weight))};");
            using (writer.Block($"for (int row = s->Rows; row > 0; row--, x += {strideX}, delta += {strideD})"))
            {
                for (int j = 0; j < vectors; j++)
                    writer.Line($"{TileCode.Weight(j)} = {v.Load(TileCode.Times("delta", j * v.Lanes))};");
                for (int j = 0; j < vectors && withBias; j++)
                    writer.Line($"{TileCode.Bias(j)} += {TileCode.Weight(j)};");
                for (int k = 0; k < height; k++)
                    writer.Line(TileCode.MultiplyAdd(v, k, vectors, $"x[{k}]"));
            }

            EmitEnd(writer, linear, tile, vectors, update);
        }

        writer.Line();
    }

    private void EmitEnd(SourceWriter writer, LinearLayer linear, Tile tile, int vectors, bool update)
    {
        (int width, int height, bool withBias) = tile;
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
                    ? OptimizerEmitter.Call(plan.Spec.Optimizer, gradient, CSharpLiteral.Of(offset))
                    : $"{v.Load(TileCode.Times("g", offset))} = {gradient};");
            }
        }

        if (!withBias)
            return;
        writer.Line("int toBias = bias - offset;");
        for (int j = 0; j < vectors; j++)
        {
            string offset = TileCode.Times("toBias", j * v.Lanes);
            writer.Line(update ? OptimizerEmitter.Call(plan.Spec.Optimizer, TileCode.Bias(j), offset) : $"{v.Load("g + " + offset)} = {TileCode.Bias(j)};");
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
