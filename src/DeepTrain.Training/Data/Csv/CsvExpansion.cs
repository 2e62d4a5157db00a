namespace DeepTrain;

/// <summary>
/// From a row as it is kept, a number for each column, to inputs: categories become ones and zeros, what is missing is
/// filled.
/// </summary>
/// <param name="columns">The columns in their order.</param>
/// <param name="newNumbers">For each column, the lasting number of each category as it was numbered while reading; or
/// null.</param>
internal sealed class CsvExpansion(IReadOnlyList<CsvColumn> columns, int[]?[]? newNumbers)
{
    private const float NoCategory = -1;

    public int RawSize => columns.Count;

    /// <summary>Whether rows are inputs already.</summary>
    public bool IsIdentity { get; } = columns.All(column => column is { Categories: null, Fill: null });

    /// <summary>What stands in a row for an empty cell.</summary>
    public static float MissingOf(CsvColumn column) => column.Categories == null ? float.NaN : NoCategory;

    public void Expand(ReadOnlySpan<float> raw, Span<float> inputs)
    {
        inputs.Clear();
        for (int column = 0, start = 0; column < columns.Count; column++)
        {
            CsvColumn current = columns[column];
            if (current.Categories == null)
            {
                inputs[start] = float.IsNaN(raw[column]) ? current.Fill!.Value : raw[column];
            }
            else if (raw[column] != NoCategory)
            {
                int category = (int)raw[column];
                inputs[start + (newNumbers?[column]?[category] ?? category)] = 1;
            }
            start += current.InputCount;
        }
    }
}
