using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission;

/// <summary>A loop over the elements of a vector of columns, before it is written.</summary>
/// <param name="Buffers">What it walks through.</param>
/// <param name="Cursor">The name of the pointer into a buffer.</param>
/// <param name="Sums">The variables that are summed in it.</param>
/// <param name="Body">What it does with each element.</param>
/// <param name="FirstRow">Where it begins, if it goes over rows.</param>
internal sealed record WalkedLoop(
    IReadOnlyList<ValueBuffer> Buffers, Func<ValueBuffer, string> Cursor, IReadOnlyList<string> Sums,
    IReadOnlyList<string> Body, Offset FirstRow);

/// <summary>
/// What the elements of a column are: those of all rows, or the places of one image. Layers write what is done with an
/// element; the walk knows how one comes from one to the next.
/// </summary>
internal abstract class Walk
{
    public static readonly Walk Rows = new RowWalk();

    /// <summary>The counter of the elements of a column.</summary>
    public abstract string Unit { get; }

    /// <summary>Whether a loop sees but a part of a column, so that what needs all of it is a pass of its own.</summary>
    public abstract bool IsCut { get; }

    /// <summary>The number of the element at hand among all that a layer puts out.</summary>
    public abstract string Element(LayerSpec layer);

    /// <summary>Where a layer's sum over the elements of a column goes.</summary>
    /// <param name="ofAll">Where the sum over whole columns goes.</param>
    public abstract Address TargetOfSum(LayerSpec layer, string suffix, Address ofAll);

    public abstract void WriteLoop(SourceWriter writer, VectorType v, WalkedLoop loop);

    private sealed class RowWalk : Walk
    {
        public override string Unit => "row";

        public override bool IsCut => false;

        public override string Element(LayerSpec layer) => $"row * {CSharpLiteral.Of(layer.Output.Size)} + column";

        public override Address TargetOfSum(LayerSpec layer, string suffix, Address ofAll) => ofAll;

        public override void WriteLoop(SourceWriter writer, VectorType v, WalkedLoop loop)
        {
            Offset firstRow = loop.FirstRow;
            foreach (ValueBuffer buffer in loop.Buffers)
            {
                string start = firstRow.IsNone ? "" : $" + {firstRow} * {CSharpLiteral.Of(buffer.Stride)}";
                writer.Line($"float* {loop.Cursor(buffer)} = &{buffer.Pointer}[column{start}];");
            }

            string steps = string.Concat(
                loop.Buffers.Select(buffer => $", {loop.Cursor(buffer)} += {CSharpLiteral.Of(buffer.Stride)}"));
            if (loop.Sums.Count > 0)
            {
                WriteBlocks(writer, v, loop, steps);
                return;
            }

            using (writer.Block($"for (int row = {firstRow}; row < s->Rows; row++{steps})"))
                writer.Lines(loop.Body);
        }

        /// <summary>The loop where it sums: over blocks of rows, so that long batches are summed as well as short.</summary>
        private static void WriteBlocks(SourceWriter writer, VectorType v, WalkedLoop loop, string steps)
        {
            IReadOnlyList<string> sums = loop.Sums;
            string totals = string.Join(", ", sums.Select(sum => $"{sum}Totals = default"));
            writer.Line($"{BlockTotals(v)} {totals};");
            writer.Line("// over blocks of rows: the sums of a long batch would drift");
            using (writer.Block($"for (int row = {loop.FirstRow}, block = {Import.RowBlocks}.OfColumn(s->Rows); row < s->Rows;)"))
            {
                writer.Lines(sums.Select(sum => $"{sum} = {v.Zero};"));
                using (writer.Block($"for (int left = {Import.Math}.Min(block, s->Rows - row); left > 0; left--, row++{steps})"))
                    writer.Lines(loop.Body);
                writer.Lines(sums.Select(sum => $"{sum}Totals.Add({sum});"));
            }

            writer.Lines(sums.Select(sum => $"{sum} = {sum}Totals.Rounded;"));
        }

        private static string BlockTotals(VectorType v) =>
            v.Bits switch { 512 => Import.BlockTotals512, 256 => Import.BlockTotals256, _ => Import.BlockTotals128 };
    }
}
