using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission;

/// <summary>Prints one register tile of a weight gradient: the sums over the batch, and what becomes of them.</summary>
internal sealed class GradientTileEmitter(OptimizerSpec optimizer, VectorType v)
{
    private const string Waiting = "float* sums, int before, int waiting";

    /// <summary>To the next row of the batch.</summary>
    private const string NextRow = "x += strideX, delta += strideD";

    public void Emit(SourceWriter writer, GradientTile tile, string name)
    {
        int registers = (tile.Height + (tile.WithBias ? 1 : 0)) * tile.Vectors;
        string units = TileCode.Count(tile.Vectors, "vector") + $" of {v.Lanes} units" + (tile.WithBias ? " and their biases" : "");
        string end = tile.End switch
        {
            TileEnd.Stored => "then stored",
            TileEnd.Updated => "then updated",
            _ => "then left in sums",
        };
        writer.Line($"// {TileCode.Count(tile.Height, "input")} x {units}, summed over the batch in {registers} registers, {end}.");
        if (tile.End == TileEnd.Overlapped)
        {
            writer.Line("// What sums held, the gradient of the tile before, is used up meanwhile, "
                + "one input every few rows: roots and quotients take");
            writer.Line("// their time beside the multiply-adds.");
        }

        writer.Line(TileCode.Attribute);
        string place = tile.End == TileEnd.Overlapped ? Waiting : tile.WithBias ? "int offset, int bias" : "int offset";
        using (writer.Block($"private static void {name}(Step* s, float* x, long strideX, float* delta, long strideD, {place})"))
        {
            if (tile.Prefetches && tile.End != TileEnd.Overlapped)
                EmitPrefetches(writer, tile);
            EmitDeclarations(writer, tile);
            if (tile.End == TileEnd.Overlapped)
            {
                EmitOverlap(writer, tile);
                return;
            }

            using (writer.Block($"for (int row = s->Rows; row > 0; row--, {NextRow})"))
                EmitRow(writer, tile);
            EmitEnd(writer, tile);
        }
    }

    /// <summary>Prints the method that updates what no tile does: the last that waits in a panel, and what fills none.</summary>
    public void EmitFinish(SourceWriter writer, GradientTile tile, string name)
    {
        writer.Line("// Updates the weights of the inputs whose gradients are in sums.");
        writer.Line(TileCode.Attribute);
        using (writer.Block($"private static void {name}(Step* s, float* sums, int offset, int inputs)"))
        {
            OptimizerEmitter.EmitPointersAndConstants(writer, v, optimizer, "offset");
            writer.Line("float* g = sums;");
            using (writer.Block($"for (int k = 0; k < inputs; k++{Next(tile)})"))
                EmitWaitingInput(writer, tile);
        }

        writer.Line();
    }

    private void EmitDeclarations(SourceWriter writer, GradientTile tile)
    {
        var sums = new List<string>();
        for (int k = 0; k < tile.Height; k++)
            sums.AddRange(Vectors(tile).Select(j => $"{TileCode.Sum(k, j)} = {v.Zero}"));
        if (tile.WithBias)
            sums.AddRange(Vectors(tile).Select(j => $"{TileCode.Bias(j)} = {v.Zero}"));
        TileCode.Declare(writer, v.Float, sums);
        writer.Line($"{v.Float} xk, {string.Join(", ", Vectors(tile).Select(TileCode.Weight))};");
    }

    /// <summary>One row of the batch.</summary>
    private void EmitRow(SourceWriter writer, GradientTile tile)
    {
        foreach (int j in Vectors(tile))
            writer.Line($"{TileCode.Weight(j)} = {v.Load("delta", j * v.Lanes)};");
        if (tile.WithBias)
            writer.Lines(Vectors(tile).Select(j => $"{TileCode.Bias(j)} += {TileCode.Weight(j)};"));
        for (int k = 0; k < tile.Height; k++)
            TileCode.EmitMultiplyAdd(writer, v, k, tile.Vectors, $"x[{k}]");
    }

    private void EmitEnd(SourceWriter writer, GradientTile tile)
    {
        bool update = tile.End == TileEnd.Updated;
        if (update)
            OptimizerEmitter.EmitPointersAndConstants(writer, v, optimizer, "offset");
        else
            writer.Line("float* g = &s->Gradients[offset];");
        if (tile.IsPenalised && !update)
            writer.Line("float* w = &s->Parameters[offset];");
        for (int k = 0; k < tile.Height; k++)
        {
            foreach (int j in Vectors(tile))
            {
                int step = k * tile.Strip.Width + j * v.Lanes;
                End(Penalised(tile, TileCode.Sum(k, j), step), step);
            }
        }

        if (!tile.WithBias)
            return;
        writer.Line("int toBias = bias - offset;");
        foreach (int j in Vectors(tile))
            End(TileCode.Bias(j), j == 0 ? "toBias" : $"toBias + {j * v.Lanes}");

        void End(string gradient, Offset offset) => writer.Line(update
            ? OptimizerEmitter.Call(optimizer, gradient, offset)
            : $"{v.Load("g", offset)} = {gradient};");
    }

    /// <summary>
    /// An update, a share of the rows, and so on, so that no update waits for the one before; then the new sums take the
    /// place of the old.
    /// </summary>
    private void EmitOverlap(SourceWriter writer, GradientTile tile)
    {
        OptimizerEmitter.EmitPointersAndConstants(writer, v, optimizer, "before");
        writer.Line("float* g = sums;");
        writer.Line($"int left = s->Rows, share = waiting > 0 ? {Import.Math}.Max(1, left / waiting) : 0; // rows after each update");
        using (writer.Block($"for (int k = 0; k <= waiting; k++{Next(tile)})"))
        {
            writer.Line("int end = 0; // behind the last update all rows that are left");
            using (writer.Block("if (k < waiting)"))
            {
                EmitWaitingInput(writer, tile);
                if (tile.Prefetches)
                {
                    writer.Line($"// what the update {Machine.InputsAhead} inputs on needs arrives meanwhile");
                    writer.Lines(Kept("w", slot => slot.Variable)
                        .SelectMany(pointer => Lines(tile, pointer, Machine.InputsAhead * tile.Strip.Width)));
                }

                writer.Line($"end = {Import.Math}.Max(0, left - share);");
            }

            using (writer.Block($"for (; left > end; left--, {NextRow})"))
                EmitRow(writer, tile);
        }

        for (int k = 0; k < tile.Height; k++)
        {
            foreach (int j in Vectors(tile))
                writer.Line($"{v.Load("sums", (k * tile.Vectors + j) * v.Lanes)} = {TileCode.Sum(k, j)};");
        }
    }

    /// <summary>The update of one input's weights with the sums at <c>g</c>.</summary>
    private void EmitWaitingInput(SourceWriter writer, GradientTile tile)
    {
        foreach (int j in Vectors(tile))
        {
            int offset = j * v.Lanes;
            string gradient = Penalised(tile, v.Load("g", offset), offset);
            writer.Line(OptimizerEmitter.Call(optimizer, gradient, offset));
        }
    }

    /// <summary>The steps of the pointers from one input's weights to the next.</summary>
    private string Next(GradientTile tile) =>
        string.Concat(Kept("w", slot => slot.Variable).Select(pointer => $", {pointer} += {tile.Strip.Width}"))
        + $", g += {tile.Vectors * v.Lanes}";

    private string Penalised(GradientTile tile, string gradient, int offset) => tile.IsPenalised
        ? PenaltyCode.Gradient(tile.Linear, gradient, v.Load("w", offset))
        : gradient;

    private void EmitPrefetches(SourceWriter writer, GradientTile tile)
    {
        writer.Line("// the weights and what the optimizer keeps of them arrive while the batch is summed");
        foreach (string arena in Kept("s->Parameters", slot => "s->" + OptimizerEmitter.Field(slot)))
        {
            using (writer.Block(""))
            {
                writer.Line($"float* ahead = &{arena}[offset];");
                for (int k = 0; k < tile.Height; k++)
                    writer.Lines(Lines(tile, "ahead", k * tile.Strip.Width));
            }
        }
    }

    /// <summary>The weights, and what the optimizer keeps of them.</summary>
    private IEnumerable<string> Kept(string weights, Func<OptimizerSlot, string> name) =>
        optimizer.Slots.Select(name).Prepend(weights);

    /// <summary>Asks for the cache lines of one input.</summary>
    private IEnumerable<string> Lines(GradientTile tile, string pointer, int offset)
    {
        for (int line = 0; line < tile.Vectors * v.Lanes; line += 16)
            yield return $"{Import.Prefetch}.Line({Address.At(pointer, offset + line)});";
    }

    private static IEnumerable<int> Vectors(GradientTile tile) => Enumerable.Range(0, tile.Vectors);
}
