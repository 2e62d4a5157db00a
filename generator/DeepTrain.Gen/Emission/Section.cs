using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission;

/// <summary>One loop over the rows of a vector of columns: which buffers it walks, and what it does for each row.</summary>
internal sealed class Section(ElementCode code, VectorType v, string firstRow = "0")
{
    private readonly List<RowBuffer> _cursors = [];

    public bool IsEmpty => _cursors.Count == 0;

    /// <summary>The pointer to a buffer's current row at the current column.</summary>
    public string Cursor(RowBuffer buffer)
    {
        if (!_cursors.Contains(buffer))
            _cursors.Add(buffer);
        return buffer.Local + "Row";
    }

    public string Load(RowBuffer buffer, string name) => code.Let(name, v.Load(Cursor(buffer)));

    public void Store(RowBuffer buffer, string value) => code.Do($"{v.Load(Cursor(buffer))} = {value};");

    /// <summary>The loop as text.</summary>
    public ColumnStep Close()
    {
        var writer = new SourceWriter();
        foreach (RowBuffer buffer in _cursors)
        {
            string start = firstRow == "0" ? "" : $" + {firstRow} * {CSharpLiteral.Of(buffer.Stride)}";
            writer.Line($"float* {Cursor(buffer)} = {buffer.Pointer} + column{start};");
        }

        string steps = string.Concat(_cursors.Select(buffer => $", {Cursor(buffer)} += {CSharpLiteral.Of(buffer.Stride)}"));
        IReadOnlyList<string> sums = code.TakeSums();
        if (sums.Count > 0)
        {
            WriteBlocks(writer, sums, steps);
        }
        else
        {
            using (writer.Block($"for (int row = {firstRow}; row < s->Rows; row++{steps})"))
                writer.Lines(code.TakeBody());
        }

        return new ColumnStep(writer.ToString().TrimEnd('\n'), IsLoop: true);
    }

    /// <summary>The loop where it sums: over blocks of rows, so that long batches are summed as well as short.</summary>
    private void WriteBlocks(SourceWriter writer, IReadOnlyList<string> sums, string steps)
    {
        string totals = string.Join(", ", sums.Select(sum => $"{sum}Totals = default"));
        writer.Line($"BlockTotals{CSharpLiteral.Of(v.Bits)} {totals};");
        writer.Line("// over blocks of rows: the sums of a long batch would drift");
        using (writer.Block($"for (int row = {firstRow}, block = RowBlocks.OfColumn(s->Rows); row < s->Rows;)"))
        {
            writer.Lines(sums.Select(sum => $"{sum} = {v.Zero};"));
            using (writer.Block($"for (int left = Math.Min(block, s->Rows - row); left > 0; left--, row++{steps})"))
                writer.Lines(code.TakeBody());
            writer.Lines(sums.Select(sum => $"{sum}Totals.Add({sum});"));
        }

        writer.Lines(sums.Select(sum => $"{sum} = {sum}Totals.Rounded;"));
    }
}

/// <summary>What is done for a vector of columns: a loop over its rows, or a statement between loops.</summary>
internal sealed record ColumnStep(string Text, bool IsLoop)
{
    public static implicit operator ColumnStep(string statement) => new(statement, IsLoop: false);

    /// <summary>Writes the steps; several loops get a scope each, for they may name their pointers alike.</summary>
    public static void Write(SourceWriter writer, IReadOnlyList<ColumnStep> steps)
    {
        bool several = steps.Count(step => step.IsLoop) > 1;
        foreach (ColumnStep step in steps)
        {
            if (several && step.IsLoop)
            {
                using (writer.Block(""))
                    writer.Line(step.Text);
            }
            else
            {
                writer.Line(step.Text);
            }
        }
    }
}
