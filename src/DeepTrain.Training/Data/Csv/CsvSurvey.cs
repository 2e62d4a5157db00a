using System.Text;

namespace DeepTrain;

/// <summary>
/// What the columns of a CSV file hold: numbers, texts, gaps, and how many different ones. For programs that do not know their files, to
/// choose <see cref="CsvOptions"/> from.
/// </summary>
public sealed class CsvSurvey
{
    /// <summary>Different cells that are told apart in a column; there may be more.</summary>
    public const int MostDistinct = 1000;

    private CsvSurvey(IReadOnlyList<CsvColumnSurvey> columns, long rows) => (Columns, Rows) = (columns, rows);

    /// <summary>All columns as they stand in the file.</summary>
    public IReadOnlyList<CsvColumnSurvey> Columns { get; }

    /// <summary>Rows behind the header.</summary>
    public long Rows { get; }

    /// <summary>Reads a file to its end, keeping nothing but counts.</summary>
    /// <param name="path">The file, as it is or compressed with gzip.</param>
    /// <param name="options">How its cells are read; which columns they name does not matter. Null for the defaults.</param>
    /// <exception cref="InvalidDataException">A line is damaged; the message says where.</exception>
    /// <exception cref="IOException">There is no such file, or the path names something else.</exception>
    public static CsvSurvey Read(string path, CsvOptions? options = null)
    {
        using Stream stream = DataFile.Open(path);
        using CsvRowReader reader = CsvRowReader.Open(path, stream, options ?? new CsvOptions());
        reader.ReadHeader();
        Count[] counts = [.. reader.Columns.All.Select(name => new Count(name))];
        long rows = 0;
        for (; reader.Read(); rows++)
        {
            for (int column = 0; column < counts.Length; column++)
                counts[column].Add(reader, column);
        }
        return new CsvSurvey([.. counts.Select(count => count.Result())], rows);
    }

    /// <summary>A table, a line for each column.</summary>
    public override string ToString()
    {
        int width = Columns.Max(column => column.Name.Length);
        var text = new StringBuilder();
        foreach (CsvColumnSurvey column in Columns)
        {
            string distinct = column.Distinct < MostDistinct ? $"{column.Distinct}" : $"{MostDistinct} or more";
            text.Append(column.Name.PadRight(width)).Append(
                $"  {column.Numbers} numbers{(column.AreWhole && column.Numbers > 0 ? ", all whole" : "")}, {column.Texts} texts, "
                + $"{column.Missing} missing, {distinct} different\n");
        }
        return text.ToString();
    }

    private sealed class Count(string name)
    {
        private readonly HashSet<string> _distinct = new(StringComparer.Ordinal);
        private long _numbers, _missing, _texts;
        private bool _areWhole = true;
        private string? _firstText;

        public void Add(CsvRowReader reader, int column)
        {
            if (reader.IsMissing(column))
            {
                _missing++;
                return;
            }
            if (reader.TryNumber(column, out float number))
            {
                _numbers++;
                _areWhole &= number == MathF.Truncate(number);
            }
            else
            {
                _texts++;
                _firstText ??= Encoding.UTF8.GetString(reader.Cell(column));
            }
            if (_distinct.Count < MostDistinct)
                _distinct.Add(Encoding.UTF8.GetString(reader.Cell(column)));
        }

        public CsvColumnSurvey Result() => new()
        {
            Name = name, Numbers = _numbers, Missing = _missing, Texts = _texts, AreWhole = _areWhole, Distinct = _distinct.Count,
            FirstText = _firstText,
        };
    }
}
