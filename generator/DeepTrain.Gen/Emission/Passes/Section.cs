using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission;

/// <summary>One loop over the rows of a vector of columns: which buffers it walks, and what it does for each row.</summary>
internal sealed class Section(ElementCode code, VectorType v, Offset firstRow = default)
{
    private readonly List<ValueBuffer> _cursors = [];

    public bool IsEmpty => _cursors.Count == 0;

    /// <summary>The pointer to a buffer's current row at the current column.</summary>
    public string Cursor(ValueBuffer buffer)
    {
        if (!_cursors.Contains(buffer))
            _cursors.Add(buffer);
        return buffer.Local + "Row";
    }

    public string Load(ValueBuffer buffer, string name) => code.Let(name, v.Load(Cursor(buffer)));

    public void Store(ValueBuffer buffer, string value) => code.Do($"{v.Load(Cursor(buffer))} = {value};");

    /// <summary>The loop as text.</summary>
    public ColumnStep Close()
    {
        var writer = new SourceWriter();
        code.Walk.WriteLoop(writer, v, new WalkedLoop(_cursors, Cursor, code.TakeSums(), code.TakeBody(), firstRow));
        return new ColumnStep(writer.Content, IsLoop: true);
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
