namespace DeepTrain;

/// <summary>A column of inputs, and how its cells become numbers.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Categories">Its categories in the order of their inputs; null for a column of numbers.</param>
/// <param name="Fill">
/// What stands for an empty cell; null if that is an error. In a categorical column 0: no category.
/// </param>
public sealed record CsvColumn(string Name, IReadOnlyList<string>? Categories, float? Fill)
{
    /// <summary>How many inputs it becomes.</summary>
    public int InputCount => Categories?.Count ?? 1;
}
