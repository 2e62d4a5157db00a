using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Emission;

/// <summary>
/// Walks the columns of one row, vector by vector: whole vectors in a loop, then the one that is partly padding.
/// </summary>
internal static class ColumnLoop
{
    /// <param name="body">
    /// Writes the statements for the vector at an offset; the mask, if any, is all ones in real columns.
    /// </param>
    /// <param name="usesMask">Whether <paramref name="body"/> looks at the mask.</param>
    /// <param name="padding">Writes what a vector of nothing but padding needs, if anything.</param>
    public static void Emit(
        SourceWriter writer, VectorType v, int columns, Action<Offset, string?> body,
        bool usesMask = true, Action<Offset>? padding = null)
    {
        int whole = columns / v.Lanes * v.Lanes;
        int rest = columns - whole;
        if (whole == v.Lanes)
        {
            using (writer.Scope())
                body(0, null);
        }
        else if (whole > 0)
        {
            string end = CSharpLiteral.Of(whole), step = CSharpLiteral.Of(v.Lanes);
            using (writer.Block($"for (int column = 0; column < {end}; column += {step})"))
                body("column", null);
        }

        if (rest > 0)
        {
            string columnsLeft = rest == 1 ? "the one column that is" : $"the {rest} columns that are";
            using (writer.Scope())
            {
                if (usesMask)
                    writer.Line($"{v.Float} real = {Mask(v, rest)}; // all ones in {columnsLeft} not padding");
                body(whole, "real");
            }
        }

        int written = whole + (rest > 0 ? v.Lanes : 0);
        for (int column = written; padding is not null && column < Runtime.PanelShape.Padded(columns); column += v.Lanes)
            padding(column);
    }

    /// <summary>All ones in the first <paramref name="real"/> lanes.</summary>
    private static string Mask(VectorType v, int real) =>
        $"{v.Class}.LessThan({v.Int}.Indices, {v.BroadcastInt(CSharpLiteral.Of(real))}).AsSingle()";
}
