using System.Globalization;
using System.Text;

namespace DeepTrain.Benchmarks.Measuring;

/// <summary>A Markdown table that also reads well as plain text: cells are padded, numbers stand to the right.</summary>
internal sealed class MarkdownTable(params string[] headers)
{
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row; fractions are written with about three digits, what is absent as a dash.</summary>
    public void Add(params object?[] cells) => _rows.Add([.. cells.Select(Text)]);

    public override string ToString()
    {
        int[] widths =
            [.. headers.Select((header, i) => _rows.Select(row => row[i].Length).Append(header.Length).Append(3).Max())];
        bool[] isNumeric = [.. headers.Select((_, i) => _rows.All(row => IsNumber(row[i])))];
        var text = new StringBuilder();
        Line(text, headers.Select((header, i) => Pad(header, i)));
        Line(text, widths.Select((width, i) => isNumeric[i] ? new string('-', width - 1) + ":" : new string('-', width)));
        foreach (string[] row in _rows)
            Line(text, row.Select(Pad));
        return text.ToString();

        string Pad(string cell, int i) => isNumeric[i] ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]);
    }

    private static void Line(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static bool IsNumber(string cell) => cell == "-" || char.IsAsciiDigit(cell[0]) || cell[0] == '-';

    private static string Text(object? cell) => cell switch
    {
        null => "-",
        double number when !double.IsFinite(number) => "-",
        double number => number.ToString(Digits(number), CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString()!,
    };

    private static string Digits(double number) => Math.Abs(number) switch
    {
        >= 100 => "F0",
        >= 10 => "F1",
        >= 1 => "F2",
        _ => "F3",
    };
}
