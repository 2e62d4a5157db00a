using System.Globalization;
using System.Text;
using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>
/// How the cells of a CSV file have become numbers: its columns, categories, classes and fills. What was learnt from one
/// file is applied to others, and to single rows, so that the same input means the same.
/// </summary>
public sealed class CsvSchema
{
    private readonly CategoryIndex?[] _categories;

    internal CsvSchema(
        CsvOptions options, IReadOnlyList<CsvColumn> columns, IReadOnlyList<string> targets, IReadOnlyList<string>? classes)
    {
        Options = options;
        Columns = columns;
        Targets = targets;
        ClassNames = classes ?? [];
        IsClassification = classes != null;
        InputSize = columns.Sum(column => column.InputCount);
        InputNames = [.. columns.SelectMany(
            column => column.Categories?.Select(category => $"{column.Name}={category}") ?? [column.Name])];
        _categories = [.. columns.Select(column => column.Categories == null ? null : new CategoryIndex(column.Categories))];
    }

    /// <summary>The columns of inputs in their order.</summary>
    public IReadOnlyList<CsvColumn> Columns { get; }

    /// <summary>The names of the columns to predict.</summary>
    public IReadOnlyList<string> Targets { get; }

    /// <summary>The classes' names in the order of their labels; empty where the targets are numbers.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Inputs in a row: one for a column of numbers, one for each category.</summary>
    public int InputSize { get; }

    /// <summary>A name for each input: the column's, with <c>=category</c> behind it where it has some.</summary>
    public IReadOnlyList<string> InputNames { get; }

    internal CsvOptions Options { get; }

    internal bool IsClassification { get; }

    /// <summary>Reads another CSV file as the first was read: the same columns, categories, classes and fills.</summary>
    /// <param name="path">The file. It may be without the targets.</param>
    /// <exception cref="InvalidDataException">A cell or a line is not what it should be; the message says where.</exception>
    /// <exception cref="ArgumentException">A column is not there.</exception>
    /// <exception cref="IOException">There is no such file, or the path names something else.</exception>
    public Dataset Read(string path) => Dataset.ReadCsv(path, DataFile.Open(path), Options, this);

    /// <summary>Reads another CSV file as the first was read: the same columns, categories, classes and fills.</summary>
    /// <param name="path">The file. It may be without the targets.</param>
    /// <param name="token">Ends the reading.</param>
    /// <exception cref="InvalidDataException">A cell or a line is not what it should be; the message says where.</exception>
    /// <exception cref="ArgumentException">A column is not there.</exception>
    /// <exception cref="IOException">There is no such file, or the path names something else.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task<Dataset> ReadAsync(string path, CancellationToken token = default) =>
        Dataset.ReadCsvAsync(path, Options, this, token);

    /// <summary>The inputs of a row that comes as text, in a program that predicts.</summary>
    /// <param name="cells">Texts by column; others than those of <see cref="Columns"/> are not looked at.</param>
    /// <param name="inputs">For <see cref="InputSize"/> numbers; unchanged if there is an error.</param>
    /// <exception cref="ArgumentException">A cell is absent, no number or an unknown category, or the span has another
    /// length.</exception>
    public void Encode(IReadOnlyDictionary<string, string> cells, Span<float> inputs)
    {
        ArgumentNullException.ThrowIfNull(cells);
        if (inputs.Length != InputSize)
        {
            throw new ArgumentException(
                $"Expected room for {InputSize} inputs; there is room for {inputs.Length}.", nameof(inputs));
        }
        float[] raw = new float[Columns.Count];
        for (int next = 0; next < raw.Length; next++)
            raw[next] = Raw(next, cells);
        new CsvExpansion(Columns, null).Expand(raw, inputs);
    }

    internal CategoryIndex? CategoriesOf(int column) => _categories[column];

    private float Raw(int number, IReadOnlyDictionary<string, string> cells)
    {
        CsvColumn column = Columns[number];
        string? text = cells.TryGetValue(column.Name, out string? cell) ? cell?.Trim() : null;
        bool isMissing = string.IsNullOrEmpty(text) || Options.MissingTexts.Contains(text);
        if (isMissing && column.Fill != null)
            return CsvExpansion.MissingOf(column);
        if (column.Categories == null)
        {
            bool isNumber = float.TryParse(text, NumberStyles.Float, Options.Culture, out float value);
            return isNumber && float.IsFinite(value) && !isMissing ? value : throw Unfit(column, "a finite number", text);
        }
        int category = isMissing ? -1 : _categories[number]!.Find(Encoding.UTF8.GetBytes(text!));
        if (category < 0 && (isMissing || Options.UnknownCategory == UnknownCategory.Error))
            throw Unfit(column, $"one of the categories {Quoted.Names([.. column.Categories])}", text);
        return category;
    }

    private static ArgumentException Unfit(CsvColumn column, string expected, string? text)
    {
        string came = string.IsNullOrEmpty(text) ? "it is empty or absent" : $"it is {Quoted.Value(text)}";
        return new ArgumentException($"Column {Quoted.Value(column.Name)}: expected {expected}, but {came}.", "cells");
    }
}
